import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { ListProductsDto, ProductDto, ProductListDto } from './product.dto.js';
import { ProductQueries } from './product.queries.js';

@ApiTags('products')
@Public()
@Controller('products')
export class ProductsController {
  constructor(private readonly products: ProductQueries) {}

  @Get()
  @ApiOperation({ summary: 'List products', description: 'By name, a page at a time.' })
  @ApiOkResponse({ type: ProductListDto })
  @ApiProblems('validation_failed')
  listProducts(@Query() query: ListProductsDto): Promise<ProductListDto> {
    return this.products.list(query);
  }

  @Get(':productId')
  @ApiOperation({ summary: 'Look at one product' })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: ProductDto })
  @ApiProblems('product_not_found')
  getProduct(@Param('productId') productId: string): Promise<ProductDto> {
    return this.products.get(productId);
  }
}
