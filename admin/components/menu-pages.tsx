import { Navigation } from '@adminjs/design-system';
import { useTranslation } from 'adminjs';
import React from 'react';
import { useLook } from './look.ts';

interface MenuProps {
  readonly pages?: readonly { readonly name: string; readonly icon?: string }[];
}

const EVERY_SECONDS = 30;

/** The pages of our own that this role has, with how many entries wait in them. */
const MenuPages: React.FC<MenuProps> = ({ pages = [] }) => {
  const { translatePage } = useTranslation();
  const { seen } = useLook<{ pages: { name: string; waiting: number }[] }>('menu', EVERY_SECONDS);
  const elements = (seen?.pages ?? []).map(({ name, waiting }) => ({
    id: name,
    label: waiting > 0 ? `${translatePage(name)} (${waiting})` : translatePage(name),
    isSelected: window.location.pathname.endsWith(`/pages/${name}`),
    icon: pages.find((page) => page.name === name)?.icon,
    href: `/admin/pages/${name}`,
  }));
  return elements.length > 0 ? <Navigation label="Work" elements={elements} /> : null;
};

export default MenuPages;
