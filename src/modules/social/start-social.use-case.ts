import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { RANDOM_TEXT, randomText, SocialAttempts } from './social-attempts.ts';
import { SocialProviders } from './social-providers.ts';

export interface StartSocialCommand {
  readonly provider: string;
  readonly redirectTo: string;
  readonly challenge: string;
  /** What the browser's cookies hold already. */
  readonly browsers: BrowserMarks;
}

/** What tells one browser from another, by how it will come back: with a link, or with a form from another site. */
export interface BrowserMarks {
  readonly link?: string;
  readonly form?: string;
}

export interface StartedSocial {
  readonly url: string;
  /** For the cookie. */
  readonly browser: string;
  readonly formPost: boolean;
}

/** Sends a browser to a provider. Refuses `not_found` for a provider that is not offered, and `redirect_not_allowed`. */
@Injectable()
export class StartSocial {
  constructor(
    private readonly providers: SocialProviders,
    private readonly attempts: SocialAttempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ provider: name, redirectTo, challenge, browsers }: StartSocialCommand): Promise<StartedSocial> {
    const provider = this.providers.require(name);
    // Exactly one of them: what begins like one, or is written otherwise, is another place.
    if (!this.config.social.redirectUrls.includes(redirectTo)) throw refuse('redirect_not_allowed');
    const { formPost } = provider;
    const known = formPost ? browsers.form : browsers.link;
    // The same for attempts in several tabs.
    const browser = known !== undefined && RANDOM_TEXT.test(known) ? known : randomText();
    const request = await this.attempts.begin({ provider: provider.name, redirectTo, challenge }, browser);
    return { url: (await provider.authorizationUrl(request)).href, browser, formPost };
  }
}
