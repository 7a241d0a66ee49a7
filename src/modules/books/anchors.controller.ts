import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { AnchorListDto, AnchorDto } from './anchor.dto.ts';
import { ListAnchors } from './list-anchors.use-case.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger/anchors')
export class AnchorsController {
  constructor(private readonly listAnchors: ListAnchors) {}

  /** One hash a closed business day, newest first: proof, once it is kept elsewhere, that nothing before has changed. */
  @Get()
  @Permission('ledger:read')
  async list(@Query() query: PageQueryDto): Promise<AnchorListDto> {
    const page = await this.listAnchors.execute(query);
    return { ...page, data: page.data.map(AnchorDto.from) };
  }
}
