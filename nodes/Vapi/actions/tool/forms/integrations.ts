import { functionFields } from '../fields/definition';
import type { ToolForm } from './toolForm';

/** Services whose tools have no fields of their own, by type. Their accounts are connected in the Vapi dashboard. */
const SERVICES: ReadonlyArray<[type: string, name: string, description: string]> = [
  [
    'gohighlevel.calendar.availability.check',
    'GoHighLevel: Check Availability',
    'Looks up free slots of a calendar in GoHighLevel',
  ],
  ['gohighlevel.calendar.event.create', 'GoHighLevel: Create Event', 'Books an event in GoHighLevel'],
  ['gohighlevel.contact.create', 'GoHighLevel: Create Contact', 'Adds a contact to GoHighLevel'],
  ['gohighlevel.contact.get', 'GoHighLevel: Get Contact', 'Looks up a contact in GoHighLevel'],
  [
    'google.calendar.availability.check',
    'Google Calendar: Check Availability',
    'Looks up free times of a Google Calendar',
  ],
  ['google.calendar.event.create', 'Google Calendar: Create Event', 'Adds an event to a Google Calendar'],
  ['google.sheets.row.append', 'Google Sheets: Append Row', 'Adds a row to a Google sheet'],
  ['slack.message.send', 'Slack: Send Message', 'Posts to a Slack channel'],
];

/**
 * Source: OpenAPI CreateGoogleCalendarCreateEventToolDTO and its siblings; name and description by the Vapi docs.
 */
export const integrationTools: readonly ToolForm[] = SERVICES.map(([type, name, description]) => ({
  type,
  name,
  description: `${description}; the account is connected in the Vapi dashboard`,
  messages: 'waiting',
  main: () => functionFields(false),
  more: [],
}));
