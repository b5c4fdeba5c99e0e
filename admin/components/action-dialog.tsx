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
import { useDialogFocus } from './dialog-focus.ts';
import { Effects } from './effects.tsx';
import { Fields } from './fields.tsx';

const REASON_MIN = 3;
/** What is typed is looked at once the typing pauses. */
const TYPED_MS = 300;

interface ActionFormProps {
  /** What it is about, where the page around it does not say. */
  readonly about?: string;
  /** The action and its row. */
  readonly path: string;
  /** Where it goes on once it is done, on the button that leads there. */
  readonly back: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** The dialog of every action: what will happen, what has to be said, and then what has happened. */
export const ActionForm: React.FC<ActionFormProps> = ({ about, path, back, onDone, onCancel }) => {
  const [dialog, setDialog] = useState<Dialog>();
  const [preview, setPreview] = useState<Preview>();
  const [input, setInput] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<Answered>();
  const [isSending, setSending] = useState(false);
  /** What the preview is of: nobody decides on what it has not been told of. */
  const [previewed, setPreviewed] = useState(input);
  const [missing, setMissing] = useState<string>();
  /** A form that nobody has begun, and that says nothing of itself. */
  const [blank, setBlank] = useState<typeof input>();
  const lacks = dialog?.fields.some(({ name, isRequired }) => isRequired && !input[name]?.trim()) ?? false;
  const isDone = answer?.ok === true;
  useDialogFocus(dialog !== undefined, onCancel);

  useEffect(() => {
    const open = async () => {
      const told = await ask<Dialog>('GET', path);
      if (!told.ok) return setAnswer(told);
      setDialog(told.body);
      setPreview(told.body.preview);
      const given = Object.fromEntries(told.body.fields.map(({ name, value }) => [name, value ?? '']));
      setInput(given);
      if (told.body.fields.length === 0) setPreviewed(given);
      if (told.body.preview.awaitsInput) setBlank(given);
    };
    void open();
  }, [path]);

  // What will happen follows what is typed.
  useEffect(() => {
    if (!dialog || dialog.fields.length === 0 || input === blank || lacks || isDone) return undefined;
    const look = async () => {
      const told = await ask<{ preview: Preview }>('POST', `${path}/preview`, { input });
      setMissing(told.ok ? undefined : told.text);
      if (!told.ok) return;
      setPreview(told.body.preview);
      setPreviewed(input);
    };
    const typed = setTimeout(() => void look(), TYPED_MS);
    return () => clearTimeout(typed);
  }, [blank, dialog, input, isDone, lacks, path]);

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
  const hasReason = !dialog.asksReason || reason.trim().length >= REASON_MIN;
  const mayGo = preview.isAllowed && hasReason && previewed === input && !isSending;
  return (
    <Box as="form" onSubmit={send} p="xl" maxWidth={640} data-css="action-dialog">
      {about && (
        <header>
          <h1>{dialog.title}</h1>
          <Text color="grey60">{about}</Text>
        </header>
      )}
      {answer && <Outcome answer={answer} />}
      {isDone ? (
        <Button type="button" variant="contained" mt="lg" onClick={onDone}>
          {back}
        </Button>
      ) : (
        <>
          <Fields fields={dialog.fields} input={input} onChange={setInput} />
          {dialog.asksReason && (
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
          )}
          <Effects preview={preview} />
          {missing && (
            <Text mt="lg" color="grey60">
              {missing}
            </Text>
          )}
          {!hasReason && (
            <Text mt="lg" color="grey60" data-css="reason-missing">
              Say why first: nothing happens without a reason.
            </Text>
          )}
          <Box mt="lg">
            <Button type="submit" variant="contained" disabled={!mayGo} data-css="action-submit">
              {isSending ? 'Sending …' : dialog.title}
            </Button>
            <Button type="button" variant="text" ml="default" onClick={onCancel}>
              Go back
            </Button>
          </Box>
        </>
      )}
    </Box>
  );
};

const Outcome: React.FC<{ answer: Answered }> = ({ answer }) => (
  <Box mb="lg" data-css="action-outcome" role={answer.ok ? 'status' : 'alert'}>
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

/** As AdminJS opens it, from a row of a list. */
const ActionDialog: React.FC<ActionProps> = ({ action, record, resource }) => (
  <ActionForm
    path={`${action.name}/${encodeURIComponent(record!.id)}`}
    back="Back to the list"
    onDone={() => window.location.assign(resource.href ?? '/admin')}
    onCancel={() => window.history.back()}
  />
);

export default ActionDialog;
