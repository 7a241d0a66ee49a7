export const MONITOR_STATES = ['armed', 'fired'] as const;

export type MonitorState = (typeof MONITOR_STATES)[number];

/** Where a monitor goes from where it is, and what is announced. There is no end: it goes round until it is removed. */
const TRANSITIONS = {
  armed: { to: 'fired', event: 'balance.monitor_fired' },
  fired: { to: 'armed', event: 'balance.monitor_rearmed' },
} as const satisfies Record<MonitorState, { to: MonitorState; event: string }>;

/** What is announced when a monitor goes from one state to another. Throws when there is no such way. */
export function eventOf(from: MonitorState, to: MonitorState): string {
  const transition = TRANSITIONS[from];
  if (transition.to !== to) throw new Error(`a monitor does not go from ${from} to ${to}`);
  return transition.event;
}
