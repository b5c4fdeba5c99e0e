import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { FinalAnswer } from '../shared/http/answer.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, type SettleReply, type SettleRequest } from '../shared/http/request.js';
import { InvoiceQueries } from './invoice.queries.js';
import { DocumentListDto } from './invoices.dto.js';
import type { IssuedDocument } from './issued-document.js';
import { PDF, pdfOf } from './pdf.js';

type Caller = Actor & { readonly id: string };

const ORDER = { name: 'orderId', example: 'ORD-7K3M9QX2TB' };
const PDF_ANSWER = {
  description: 'The document, as it was issued',
  content: { [PDF]: { schema: { type: 'string', format: 'binary' } } },
};
const UNCHANGED = {
  status: 304,
  description: 'What `If-None-Match` names is the document still: it never changes',
};

@ApiTags('orders')
@ApiBearerAuth('bearer')
@Scopes('orders:read')
@Controller('orders/:orderId')
export class InvoicesController {
  constructor(private readonly documents: InvoiceQueries) {}

  @Get('documents')
  @ApiOperation({ operationId: 'listDocuments', summary: 'The invoice and the credit notes of an order' })
  @ApiParam(ORDER)
  @ApiOkResponse({ type: DocumentListDto })
  @ApiProblems('unauthorized', 'order_not_found')
  async list(@CurrentActor() caller: Caller, @Param('orderId') orderId: string): Promise<DocumentListDto> {
    return { documents: await this.documents.list(caller, orderId) };
  }

  @Get('invoice')
  @ApiOperation({
    operationId: 'getInvoice',
    summary: 'The invoice of an order, as a PDF',
    description:
      'Issued within a second after the order is confirmed; `Retry-After` tells where that is about to happen. It says ' +
      'what was ordered and never changes: what became of it is in the credit notes.',
  })
  @ApiParam(ORDER)
  @ApiOkResponse(PDF_ANSWER)
  @ApiResponse(UNCHANGED)
  @ApiProblems('unauthorized', 'order_not_found', 'invoice_not_issued')
  async invoice(
    @CurrentActor() caller: Caller,
    @Param('orderId') orderId: string,
    @Req() request: SettleRequest,
    @Res({ passthrough: true }) reply: SettleReply,
  ): Promise<StreamableFile> {
    return sent(await this.documents.invoice(caller, orderId), request, reply);
  }

  @Get('credit-notes/:number')
  @ApiOperation({ operationId: 'getCreditNote', summary: 'A credit note of an order, as a PDF' })
  @ApiParam(ORDER)
  @ApiParam({ name: 'number', example: 'CN-2026-000001' })
  @ApiOkResponse(PDF_ANSWER)
  @ApiResponse(UNCHANGED)
  @ApiProblems('unauthorized', 'order_not_found', 'credit_note_not_found')
  async creditNote(
    @CurrentActor() caller: Caller,
    @Param('orderId') orderId: string,
    @Param('number') number: string,
    @Req() request: SettleRequest,
    @Res({ passthrough: true }) reply: SettleReply,
  ): Promise<StreamableFile> {
    return sent(await this.documents.creditNote(caller, orderId, number), request, reply);
  }
}

/** A document is the same whenever it is printed: its number is its version, up to how the page is drawn. */
async function sent(
  document: IssuedDocument,
  request: SettleRequest,
  reply: SettleReply,
): Promise<StreamableFile> {
  const headers = { etag: `W/"${document.number}"`, 'cache-control': 'private, no-cache' };
  if (request.headers['if-none-match']?.includes(headers.etag)) throw new FinalAnswer(304, '', headers);
  const { filename, content } = await pdfOf(document);
  void reply.headers(headers);
  return new StreamableFile(content, {
    type: PDF,
    disposition: `inline; filename="${filename}"`,
    length: content.length,
  });
}
