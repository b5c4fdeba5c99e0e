import { join } from 'node:path';
import { ComponentLoader } from 'adminjs';

/** What the browser runs of ours; the build makes one bundle of it. */
export const componentLoader = new ComponentLoader();

const component = (name: string, file: string): string =>
  componentLoader.add(name, join(import.meta.dirname, 'components', file));

export const COMPONENTS = {
  actionDialog: component('ActionDialog', 'action-dialog.tsx'),
  bulk: component('Bulk', 'bulk.tsx'),
  dashboard: component('Home', 'home.tsx'),
  exportThese: component('ExportThese', 'export-these.tsx'),
  exports: component('Exports', 'exports.tsx'),
  inbox: component('Inbox', 'inbox.tsx'),
  orderPage: component('OrderPage', 'order-page.tsx'),
  value: component('Value', 'value.tsx'),
} as const;

/** In the middle of the bar above every page stands a version number of AdminJS's, where nobody needs one. */
componentLoader.override('Version', join(import.meta.dirname, 'components', 'search-box.tsx'));
/** The group that is worked in is open. */
componentLoader.override('SidebarResourceSection', join(import.meta.dirname, 'components', 'menu-lists.tsx'));
/** With what waits in them, and only for those who may. */
componentLoader.override('SidebarPages', join(import.meta.dirname, 'components', 'menu-pages.tsx'));
