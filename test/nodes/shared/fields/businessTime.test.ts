import { NodeOperationError, type INode } from 'n8n-workflow';
import {
  businessTimeVariables,
  localeFrom,
  timeZoneFrom,
} from '../../../../nodes/shared/fields/businessTime';

const node: INode = { id: '1', name: 'Vapi', type: 'vapi', typeVersion: 1, position: [0, 0], parameters: {} };
const NOW = new Date('2026-11-20T21:52:51.700Z');

it('tells the time of the business in English', () => {
  expect(businessTimeVariables(NOW, 'Asia/Kolkata')).toEqual({
    businessNow: '2026-11-21T03:22:51+05:30',
    businessDate: '2026-11-21',
    businessTime: '03:22',
    businessWeekday: 'Saturday',
    businessTimeZone: 'Asia/Kolkata',
  });
});

it('tells it in another language', () => {
  const { businessWeekday, businessSpoken } = businessTimeVariables(NOW, 'Europe/Berlin', 'de-DE');
  expect(businessWeekday).toBe('Freitag');
  expect(businessSpoken).toMatch(/^Freitag, 20\. November (um|,) 22:52$/);
});

it.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  [' UTC ', 'UTC'],
  ['', undefined],
  [undefined, undefined],
])('reads the time zone %j', (given, expected) => {
  expect(timeZoneFrom(node, given)).toBe(expected);
});

it.each([
  ['de-de', 'de-DE'],
  [' en-US ', 'en-US'],
  ['', undefined],
  [null, undefined],
])('reads the language %j', (given, expected) => {
  expect(localeFrom(node, given)).toBe(expected);
});

it.each([
  [() => timeZoneFrom(node, 'Berlin', 1), '"Berlin" is no time zone'],
  [() => localeFrom(node, 'german', 1), '"german" is no language tag'],
  [() => localeFrom(node, 'x', 1), '"x" is no language tag'],
])('refuses %s', (run, message) => {
  expect(run).toThrow(NodeOperationError);
  expect(run).toThrow(message);
});
