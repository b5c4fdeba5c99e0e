import { Navigation } from '@adminjs/design-system';
import { type ResourceJSON, useNavigationResources, useTranslation } from 'adminjs';
import React from 'react';

/** Where most of a day is spent: open until somebody closes it. */
const OPEN_AT_FIRST = 'Orders';

/** The lists by their groups; the group of the list that is shown is open. */
const MenuLists: React.FC<{ readonly resources: ResourceJSON[] }> = ({ resources }) => {
  const { translateLabel } = useTranslation();
  const elements = useNavigationResources(resources).map((group) => {
    const isShown = group.elements?.some(({ isSelected }) => isSelected) ?? false;
    // What is stored is that it was clicked.
    const isOpen = group.label === OPEN_AT_FIRST ? !group.isOpen : group.isOpen;
    return { ...group, isOpen: isOpen || isShown };
  });
  return <Navigation label={translateLabel('navigation')} elements={elements} />;
};

export default MenuLists;
