import { Admission } from '../../bridge/src/admission';

describe('Admission', () => {
  it('admits below the limit only', () => {
    const admission = new Admission(2);
    expect([0, 1, 2, 3].map((sessions) => admission.check(sessions))).toEqual([
      'admitted',
      'admitted',
      'full',
      'full',
    ]);
  });

  it('admits nobody once it drains', () => {
    const admission = new Admission(2);
    admission.startDraining();
    expect(admission.draining).toBe(true);
    expect(admission.check(0)).toBe('draining');
  });
});
