/** How numbers of one country are dialled inside it, as far as this pack knows. */
export interface NumberingPlan {
  /** In English, for lists. */
  name: string;
  /** ITU-T country calling code, digits only. */
  callingCode: string;
  /**
   * A number as it is dialled inside the country, over any distance and without an operator's code: digits only, with
   * the trunk prefix where there is one. What follows the calling code in E.164 is in the group that matched.
   */
  dialled: RegExp;
  /**
   * What is dialled inside the country before a country code. Undefined stands for `00`; null where operators have
   * codes of their own behind `00`, so that it is not clear where the country code begins.
   */
  exit?: RegExp | null;
  /** Whether numbers may begin with 0 after the country code, as in Italy. */
  leadingZero?: boolean;
}

/** `00`, the recommendation of ITU-T E.164. */
export const USUAL_EXIT = /^00(?=[1-9])/;
