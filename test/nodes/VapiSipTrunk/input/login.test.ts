import { isMadeUsername, makeLogin } from '../../../../nodes/VapiSipTrunk/input/login';

const logins = Array.from({ length: 500 }, () => makeLogin());

it('has a password that every carrier takes: long, small letter, capital, digit', () => {
  for (const { password } of logins) {
    expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(password).toMatch(/[a-z]/);
    expect(password).toMatch(/[A-Z]/);
    expect(password).toMatch(/[0-9]/);
  }
});

it('has a user name of letters and digits, short enough for Twilio', () => {
  for (const { username } of logins) expect(username).toMatch(/^vapi[a-z0-9]{12}$/);
});

it('is known again by its user name, and no other is taken for it', () => {
  for (const { username } of logins) expect(isMadeUsername(username)).toBe(true);
  for (const other of ['desk-phone', 'vapi', 'vapi-line-12345', 'vapi0123456789ab', 'myvapiabcdefghijkm'])
    expect([other, isMadeUsername(other)]).toEqual([other, false]);
});

it('is another one each time, and uses no letter that is taken for another', () => {
  expect(new Set(logins.map(({ password }) => password)).size).toBe(500);
  expect(new Set(logins.map(({ username }) => username)).size).toBe(500);
  for (const { username, password } of logins) expect(username + password).not.toMatch(/[lIO01]/);
});

it('does not keep the kinds of letters at fixed places', () => {
  const firstIsSmall = logins.filter(({ password }) => /^[a-z]/.test(password)).length;
  expect(firstIsSmall).toBeGreaterThan(100);
  expect(firstIsSmall).toBeLessThan(400);
});
