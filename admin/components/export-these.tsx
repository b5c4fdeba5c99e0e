import { Loader } from '@adminjs/design-system';
import React, { useEffect } from 'react';

/** From a list to the page of exports, with the filter that the list has. Nothing of it stays for the back button to meet. */
const ExportThese: React.FC = () => {
  useEffect(() => window.location.replace(`/admin/pages/exports${window.location.search}`), []);
  return <Loader />;
};

export default ExportThese;
