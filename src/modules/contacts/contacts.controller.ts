import { Body, Controller, HttpCode, HttpStatus, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { UserDto } from '../users/index.ts';
import { ContactCodeSentDto, SendContactCodeDto, VerifyContactDto } from './contact.dto.ts';
import { SendContactCode } from './send-contact-code.use-case.ts';
import { VerifyContact } from './verify-contact.use-case.ts';

@ApiTags('identity')
@ApiBearerAuth()
@InPerson()
@Controller('me/contacts')
@RateLimit('codes')
export class ContactsController {
  constructor(
    private readonly sendContactCode: SendContactCode,
    private readonly verifyContact: VerifyContact,
  ) {}

  /** Sends a code to my e-mail address or phone, to prove that it is mine: the address first. A new code takes the place of the one before. */
  @Post('codes')
  @HttpCode(HttpStatus.ACCEPTED)
  @Permission('me:write')
  async send(
    @Caller() { id }: Principal,
    @Body() { contact }: SendContactCodeDto,
    @Ip() ip: string,
  ): Promise<ContactCodeSentDto> {
    await this.sendContactCode.execute(id, contact, ip);
    return ContactCodeSentDto.sent();
  }

  /** Proves by the code that it is mine. */
  @Post('verify')
  @HttpCode(HttpStatus.OK)
  @Permission('me:write')
  async verify(@Caller() { id }: Principal, @Body() { contact, code }: VerifyContactDto): Promise<UserDto> {
    return UserDto.of(await this.verifyContact.execute(id, contact, code));
  }
}
