import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../platform/http/access.ts';
import { SandboxMessages } from '../../platform/messages/index.ts';
import { SandboxMessagesDto, SandboxMessagesQueryDto } from './sandbox-message.dto.ts';

@ApiTags('identity')
@Controller('sandbox/messages')
export class SandboxMessagesController {
  constructor(private readonly messages: SandboxMessages) {}

  /** What would have been sent to an address or number. Only with a sandbox for messages, which production refuses. */
  @Get()
  @Public()
  list(@Query() { to }: SandboxMessagesQueryDto): SandboxMessagesDto {
    return SandboxMessagesDto.of(this.messages.to(to));
  }
}
