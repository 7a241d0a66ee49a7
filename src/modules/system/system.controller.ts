import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { DescribeSystem } from './describe-system.use-case.ts';
import { SystemDto } from './system.dto.ts';

@ApiTags('operations')
@Controller('admin/system')
export class SystemController {
  constructor(private readonly describeSystem: DescribeSystem) {}

  /** The build and the stores of the process that answers. */
  @Get()
  @Permission('system:read')
  describe(): Promise<SystemDto> {
    return this.describeSystem.execute();
  }
}
