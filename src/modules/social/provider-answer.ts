/** What a provider sends along, in a link or in a form. It adds what it likes, so nothing but what we look for is looked at. */
export type ProvidersAnswer = Record<string, unknown>;

const MAX_PARAMETERS = 50;

/** A parameter that came twice stays twice, for it to be refused. */
export function parametersOf(answer: ProvidersAnswer | undefined): URLSearchParams {
  const given = Object.entries(answer ?? {}).slice(0, MAX_PARAMETERS);
  const texts = given.flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const));
  return new URLSearchParams(texts.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
