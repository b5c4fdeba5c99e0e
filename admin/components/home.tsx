import { Box, H3, Text } from '@adminjs/design-system';
import { useCurrentAdmin } from 'adminjs';
import React from 'react';

/** Where a day begins. */
const Home: React.FC = () => {
  const [admin] = useCurrentAdmin();
  return (
    <Box p="xl">
      <H3>Good to see you</H3>
      <Text>
        You are {admin?.email} ({String(admin?.['role'])}). What you may look at stands in the menu.
      </Text>
    </Box>
  );
};

export default Home;
