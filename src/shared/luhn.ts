/** What a digit counts in Luhn's sum where it is doubled. */
const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/** Up to each digit, Luhn's sum: with the digits at even places as they are, and with those at odd places. */
export type LuhnSums = readonly [even: readonly number[], odd: readonly number[]];

/** What it takes to check any range of the digits at once. */
export function luhnSums(digits: readonly number[]): LuhnSums {
  const even = [0];
  const odd = [0];
  digits.forEach((digit, place) => {
    const doubled = DOUBLED[digit] ?? 0;
    even.push((even[place] ?? 0) + (place % 2 === 0 ? digit : doubled));
    odd.push((odd[place] ?? 0) + (place % 2 === 1 ? digit : doubled));
  });
  return [even, odd];
}

/** Whether the digits from a place to before another pass Luhn's check, as every card number does, and one in ten of all others. */
export function passesLuhn(sums: LuhnSums, from: number, to: number): boolean {
  const sum = sums[(to - 1) % 2] ?? [];
  return ((sum[to] ?? 0) - (sum[from] ?? 0)) % 10 === 0;
}
