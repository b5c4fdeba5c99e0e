import { type ActionContext, BaseProperty, BaseRecord, BaseResource, type Filter } from 'adminjs';
import type { Panel, Viewer } from '../panel.js';
import type { Field, Filters, ListSource, Row } from './list-source.js';

/** AdminJS's own limits its page to 500; nobody reads that many. */
const PAGE_MAX = 100;

class ListProperty extends BaseProperty {
  constructor(
    private readonly field: Field,
    position: number,
  ) {
    super({
      path: field.name,
      type: field.type ?? 'string',
      isId: field.isId ?? false,
      isSortable: false,
      position,
    });
  }

  override isTitle(): boolean {
    return this.field.isTitle ?? false;
  }

  override isEditable(): boolean {
    return false;
  }

  override availableValues(): string[] | null {
    return this.field.oneOf ? [...this.field.oneOf] : null;
  }
}

/** A list as AdminJS sees it: read by the module's own query. It has no way to write, whoever calls it. */
export class ListResource extends BaseResource {
  private readonly all: readonly ListProperty[];

  constructor(
    private readonly panel: Panel,
    private readonly source: ListSource,
  ) {
    super();
    this.all = source.fields.map((field, index) => new ListProperty(field, index));
  }

  static override isAdapterFor(): boolean {
    return false;
  }

  override id = (): string => this.source.id;
  override databaseName = (): string => 'settle';
  override databaseType = (): string => 'queries';
  override properties = (): BaseProperty[] => [...this.all];
  override property = (path: string): BaseProperty | null =>
    this.all.find((property) => property.path() === path) ?? null;

  override async find(
    filter: Filter,
    { limit = 20, offset = 0 }: { limit?: number; offset?: number },
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    const page = { limit: Math.min(limit, PAGE_MAX), skip: offset };
    const rows = await this.source.list(this.panel, this.filtersOf(filter), page, viewerOf(context));
    return rows.map((row) => this.recordOf(row));
  }

  override count(filter: Filter, context?: ActionContext): Promise<number> {
    return this.source.count(this.panel, this.filtersOf(filter), viewerOf(context));
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    const row = await this.source.find(this.panel, id, viewerOf(context));
    return row ? this.recordOf(row) : null;
  }

  override async findMany(ids: (string | number)[], context?: ActionContext): Promise<BaseRecord[]> {
    const records = await Promise.all(ids.slice(0, PAGE_MAX).map((id) => this.findOne(String(id), context)));
    return records.filter((record) => record !== null);
  }

  /** Only what is a filter of the list: another name is no filter, and hides no row. */
  private filtersOf({ filters }: Filter): Filters {
    const names = this.source.fields.filter((field) => field.in?.includes('filter')).map(({ name }) => name);
    const given = names.map((name) => [name, filters[name]?.value] as const);
    return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== '')) as Filters;
  }

  private recordOf(row: Row): BaseRecord {
    return new BaseRecord({ ...row }, this);
  }
}

const viewerOf = (context: ActionContext | undefined): Viewer => context?.currentAdmin as unknown as Viewer;
