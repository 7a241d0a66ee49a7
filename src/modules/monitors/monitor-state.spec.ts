import { eventOf, MONITOR_STATES } from './monitor-state.ts';

describe('the state of a monitor', () => {
  it('goes from armed to fired and back, and each is announced', () => {
    expect(eventOf('armed', 'fired')).toBe('balance.monitor_fired');
    expect(eventOf('fired', 'armed')).toBe('balance.monitor_rearmed');
  });

  it.each(MONITOR_STATES)('does not go from %s to itself', (state) => {
    expect(() => eventOf(state, state)).toThrow('does not go');
  });
});
