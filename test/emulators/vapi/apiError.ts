const NAMES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  500: 'Internal Server Error',
};

/** A refusal in Vapi's (NestJS's) shape: `{message: string | string[], error, statusCode}`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly details: string | string[],
  ) {
    super(Array.isArray(details) ? details.join('; ') : details);
  }

  get body(): { message: string | string[]; error: string; statusCode: number } {
    return { message: this.details, error: NAMES[this.status] ?? 'Error', statusCode: this.status };
  }
}
