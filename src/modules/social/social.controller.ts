import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiSeeOtherResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../platform/http/access.ts';
import { AcceptsForm, FORM_TYPE } from '../../platform/http/form-body.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import { Browsers, browserCookie } from './browser-cookies.ts';
import { FinishSocial } from './finish-social.use-case.ts';
import { parametersOf, type ProvidersAnswer } from './provider-answer.ts';
import { SocialProviderListDto, StartSocialDto } from './social.dto.ts';
import { SocialProviders } from './social-providers.ts';
import { type BrowserMarks, StartSocial } from './start-social.use-case.ts';

const ANSWER = {
  type: 'object',
  additionalProperties: { type: 'string' },
  required: ['state'],
  properties: {
    state: { type: 'string', example: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' },
    code: { type: 'string', example: 'SplxlOBeZQQYbYS6WxSbIA' },
    error: { type: 'string' },
  },
};

/** The way of a browser to a provider and back. */
@ApiTags('identity')
@Controller('auth/social')
@Public()
@RateLimit('sign-in')
export class SocialController {
  constructor(
    private readonly providers: SocialProviders,
    private readonly startSocial: StartSocial,
    private readonly finishSocial: FinishSocial,
  ) {}

  /** With whom one may sign in here, instead of with a password. */
  @Get()
  @RateLimit('default')
  list(): SocialProviderListDto {
    return SocialProviderListDto.from(this.providers.list());
  }

  /** Sends the browser to a provider. It comes back to `redirectTo` with a `ticket` for `POST /auth/social/tokens`, or with an `error`. */
  @Get(':provider/start')
  @HttpCode(HttpStatus.SEE_OTHER)
  @ApiSeeOtherResponse({ description: 'To the provider' })
  async start(
    @Param('provider') provider: string,
    @Query() query: StartSocialDto,
    @Browsers() browsers: BrowserMarks,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const started = await this.startSocial.execute({ ...query, provider, browsers });
    void reply.header('set-cookie', browserCookie(started)).redirect(started.url, HttpStatus.SEE_OTHER);
  }

  /** Where providers send the browser back to. For them, and not to be called otherwise. */
  @Get(':provider/callback')
  @HttpCode(HttpStatus.SEE_OTHER)
  @ApiSeeOtherResponse({ description: 'To where the browser was to go' })
  async comeBack(
    @Param('provider') provider: string,
    @Query() answer: ProvidersAnswer,
    @Browsers() browsers: BrowserMarks,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parameters = parametersOf(answer);
    void reply.redirect(await this.finishSocial.execute({ provider, parameters, browsers }), HttpStatus.SEE_OTHER);
  }

  /** The same, for providers that send it back with a form. */
  @Post(':provider/callback')
  @HttpCode(HttpStatus.SEE_OTHER)
  @AcceptsForm()
  @ApiConsumes(FORM_TYPE)
  @ApiBody({ schema: ANSWER })
  @ApiSeeOtherResponse({ description: 'To where the browser was to go' })
  comeBackWithForm(
    @Param('provider') provider: string,
    @Body() answer: ProvidersAnswer,
    @Browsers() browsers: BrowserMarks,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.comeBack(provider, answer, browsers, reply);
  }
}
