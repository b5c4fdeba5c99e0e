import type {
  ActionContext,
  ActionRequest,
  ActionResponse,
  PropertyOptions,
  ResourceOptions,
  ResourceWithOptions,
} from 'adminjs';
import { may, type Permission } from '../../src/staff/index.js';
import { actionNamed, ACTIONS } from '../actions/index.js';
import { COMPONENTS } from '../components.js';
import type { Panel, Viewer } from '../panel.js';
import { ListResource } from './list-resource.js';
import type { Field, ListSource } from './list-source.js';

const NEVER = { isAccessible: false, isVisible: false } as const;

/** What AdminJS would do by itself, and nobody ever may: every change is an action that calls one use case. */
const NO_RAW_CHANGES = { new: NEVER, edit: NEVER, delete: NEVER, bulkDelete: NEVER, search: NEVER } as const;

const who = ({ currentAdmin }: ActionContext): Viewer | undefined =>
  currentAdmin as unknown as Viewer | undefined;

const ifMay =
  (permission: Permission) =>
  (context: ActionContext): boolean => {
    const viewer = who(context);
    return viewer !== undefined && may(viewer.role, permission);
  };

const standsIn = (fields: readonly Field[], place: 'list' | 'show' | 'filter'): string[] =>
  fields
    .filter((field) => (field.in ?? (place === 'filter' ? [] : ['list', 'show'])).includes(place))
    .map(({ name }) => name);

export function resourceOf(panel: Panel, source: ListSource): ResourceWithOptions {
  const reads = { isAccessible: ifMay(source.permission) };
  const options: ResourceOptions = {
    id: source.id,
    navigation: { name: source.group, icon: source.icon },
    listProperties: standsIn(source.fields, 'list'),
    showProperties: standsIn(source.fields, 'show'),
    filterProperties: standsIn(source.fields, 'filter'),
    properties: Object.fromEntries(source.fields.map((field) => [field.name, shownAs(field)])),
    actions: {
      ...NO_RAW_CHANGES,
      list: { ...reads, ...(standsIn(source.fields, 'filter').length === 0 && { showFilter: false }) },
      show: { ...reads, ...(source.page && { component: COMPONENTS[source.page], hideActionHeader: true }) },
      ...(!source.page && dialogsOf(source.id)),
      ...exportOf(source),
    },
  };
  return { resource: new ListResource(panel, source), options };
}

/** Times, links and what is preformatted are shown by a part of ours, all else by AdminJS's own. */
function shownAs({ type, link, isPreformatted }: Field): PropertyOptions {
  if (type !== 'datetime' && !link && !isPreformatted) return {};
  const { value } = COMPONENTS;
  return { components: { list: value, show: value }, custom: { type, link, isPreformatted } };
}

/** Beside the filter of a list: its address, with the filter in it, goes on to the page of exports. */
function exportOf({ exportedBy }: ListSource): NonNullable<ResourceOptions['actions']> {
  const action = actionNamed(exportedBy);
  if (!action) return {};
  return {
    [action.name]: {
      actionType: 'resource',
      icon: action.icon,
      component: COMPONENTS.exportThese,
      isAccessible: ifMay(action.permission),
      // AdminJS takes the filter along into a drawer, and nowhere else.
      showInDrawer: true,
      handler: () => ({}),
    },
  };
}

/** A button for each action on a row of this list; what is behind it is asked for, and done, by `actions/action.routes.ts`. */
function dialogsOf(resourceId: string): NonNullable<ResourceOptions['actions']> {
  const dialogs = ACTIONS.filter(({ resource }) => resource === resourceId).map(
    ({ name, icon, permission }) =>
      [
        name,
        {
          actionType: 'record' as const,
          icon,
          component: COMPONENTS.actionDialog,
          isAccessible: ifMay(permission),
          showInDrawer: false,
          handler: (
            _request: ActionRequest,
            _response: ActionResponse,
            { record, currentAdmin }: ActionContext,
          ) => ({
            record: record!.toJSON(currentAdmin),
          }),
          custom: { do: name },
        },
      ] as const,
  );
  return Object.fromEntries(dialogs);
}
