import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { AddStaff } from './add-staff.use-case.ts';
import { ListStaff } from './list-staff.use-case.ts';
import { RemoveStaff } from './remove-staff.use-case.ts';
import { AddStaffDto, StaffMemberDto, StaffPageDto } from './staff.dto.ts';

/** Who works at a venue; for its managers and for admins. */
@ApiTags('venues')
@ApiBearerAuth()
@Controller('venues/:id/staff')
export class StaffController {
  constructor(
    private readonly addStaff: AddStaff,
    private readonly removeStaff: RemoveStaff,
    private readonly listStaff: ListStaff,
  ) {}

  /** Puts a person on the staff, as manager or as bartender. */
  @Post()
  @Permission('venues:manage')
  @StepUp()
  async add(@Caller() caller: Principal, @UuidParam() id: string, @Body() body: AddStaffDto): Promise<StaffMemberDto> {
    return StaffMemberDto.of(await this.addStaff.execute(caller, { ...body, venueId: id }));
  }

  /** The staff, in the order of their ids. */
  @Get()
  @Permission('venues:manage')
  @AuditedRead('venues', 'staff-list.read')
  async list(
    @Caller() caller: Principal,
    @UuidParam() id: string,
    @Query() query: PageQueryDto,
  ): Promise<StaffPageDto> {
    return StaffPageDto.of(await this.listStaff.execute(caller, { ...query, venueId: id }));
  }

  /** Takes a person off the staff, at once. */
  @Delete(':userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('venues:manage')
  async remove(
    @Caller() caller: Principal,
    @UuidParam() id: string,
    @UuidParam('userId') userId: string,
  ): Promise<void> {
    await this.removeStaff.execute(caller, { venueId: id, userId });
  }
}
