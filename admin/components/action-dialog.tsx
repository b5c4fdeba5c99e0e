import {
  Badge,
  Box,
  Button,
  FormGroup,
  Label,
  Loader,
  MessageBox,
  Text,
  TextArea,
} from '@adminjs/design-system';
import type { ActionProps } from 'adminjs';
import React, { useCallback, useEffect, useState } from 'react';
import { ask, type Answered, type Dialog, type Preview } from './ask.ts';
import { Effects } from './effects.tsx';
import { Fields } from './fields.tsx';

const REASON_MIN = 3;
/** What is typed is looked at once the typing pauses. */
const TYPED_MS = 300;

/** The dialog of every action: what will happen, what has to be said, and then what has happened. */
const ActionDialog: React.FC<ActionProps> = ({ action, record, resource }) => {
  const path = `${action.name}/${encodeURIComponent(record!.id)}`;
  const [dialog, setDialog] = useState<Dialog>();
  const [preview, setPreview] = useState<Preview>();
  const [input, setInput] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<Answered>();
  const [isSending, setSending] = useState(false);
  const isDone = answer?.ok === true;

  useEffect(() => {
    const open = async () => {
      const told = await ask<Dialog>('GET', path);
      if (!told.ok) return setAnswer(told);
      setDialog(told.body);
      setPreview(told.body.preview);
      setInput(Object.fromEntries(told.body.fields.map(({ name, value }) => [name, value ?? ''])));
    };
    void open();
  }, [path]);

  // What will happen follows what is typed.
  useEffect(() => {
    if (!dialog || dialog.fields.length === 0 || isDone) return undefined;
    const look = async () => {
      const told = await ask<{ preview: Preview }>('POST', `${path}/preview`, { input });
      if (told.ok) setPreview(told.body.preview);
    };
    const typed = setTimeout(() => void look(), TYPED_MS);
    return () => clearTimeout(typed);
  }, [dialog, input, isDone, path]);

  const send = useCallback(
    async (event: React.FormEvent) => {
      event.preventDefault();
      if (!dialog || !preview || isSending) return;
      setSending(true);
      const told = await ask<{ message: string }>('POST', path, {
        input,
        reason,
        token: dialog.token,
        version: preview.version,
      });
      setAnswer(told);
      const present = told.ok ? undefined : told.preview;
      if (present) setPreview(present);
      setSending(false);
    },
    [dialog, input, isSending, path, preview, reason],
  );

  if (!dialog || !preview) return answer ? <Outcome answer={answer} /> : <Loader />;
  const mayGo = preview.isAllowed && reason.trim().length >= REASON_MIN && !isSending;
  return (
    <Box as="form" onSubmit={send} p="xl" maxWidth={640} data-css="action-dialog">
      {answer && <Outcome answer={answer} />}
      {isDone ? (
        <Button
          type="button"
          variant="contained"
          mt="lg"
          onClick={() => window.location.assign(resource.href ?? '/admin')}
        >
          Back to the list
        </Button>
      ) : (
        <>
          <Fields fields={dialog.fields} input={input} onChange={setInput} />
          <FormGroup>
            <Label htmlFor="reason" required>
              Reason
            </Label>
            <TextArea
              id="reason"
              width="100%"
              rows={2}
              value={reason}
              maxLength={500}
              required
              placeholder="Stands in the audit, with your name"
              onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setReason(event.target.value)}
            />
          </FormGroup>
          <Effects preview={preview} />
          {reason.trim().length < REASON_MIN && (
            <Text mt="lg" color="grey60" data-css="reason-missing">
              Say why first: nothing happens without a reason.
            </Text>
          )}
          <Box mt="lg">
            <Button type="submit" variant="contained" disabled={!mayGo} data-css="action-submit">
              {isSending ? 'Sending …' : dialog.title}
            </Button>
            <Button type="button" variant="text" ml="default" onClick={() => window.history.back()}>
              Cancel
            </Button>
          </Box>
        </>
      )}
    </Box>
  );
};

const Outcome: React.FC<{ answer: Answered }> = ({ answer }) => (
  <Box mb="lg" data-css="action-outcome" role="status">
    <MessageBox
      variant={answer.ok ? 'success' : 'danger'}
      message={answer.ok ? String((answer.body as { message?: string }).message) : answer.text}
    >
      {!answer.ok &&
        answer.errors?.map(({ field, message }) => (
          <Text key={field}>
            <Badge>{field}</Badge> {message}
          </Text>
        ))}
    </MessageBox>
  </Box>
);

export default ActionDialog;
