import fc from 'fast-check';

// CI judges a change by the same inputs each time; every other run explores new ones.
if (process.env.CI === 'true') fc.configureGlobal({ seed: 20261120 });
