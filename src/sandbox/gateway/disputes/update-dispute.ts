import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { Dispute } from '../store/charge-records.js';
import type { Params } from '../wire/params.js';
import { EVIDENCE_FIELDS } from './evidence.js';
import { findDispute, requireAnswerable } from './find-dispute.js';

/** `POST /v1/disputes/:id`: what the shop says against it; evidence goes to the bank at once unless `submit=false`. */
export function updateDispute(call: Call): Answer {
  const { commit, params } = call;
  const before = findDispute(call);
  const evidence = readEvidence(params);
  const isSubmitted = params.flag('submit') ?? evidence !== undefined;
  if (evidence || isSubmitted) requireAnswerable(before);
  const details = before.evidence_details;
  const dispute = commit.put<Dispute>({
    ...before,
    status: isSubmitted ? 'under_review' : before.status,
    evidence: { ...before.evidence, ...evidence },
    evidence_details: {
      ...details,
      has_evidence: details.has_evidence || evidence !== undefined,
      submission_count: details.submission_count + (isSubmitted ? 1 : 0),
      submission_method: isSubmitted ? 'manual' : details.submission_method,
    },
    metadata: params.metadata(before.metadata),
  });
  commit.emit('charge.dispute.updated', dispute);
  return { body: present(dispute), intent: dispute.payment_intent };
}

function readEvidence(params: Params): Record<string, string> | undefined {
  const group = params.group('evidence');
  if (!group) return undefined;
  group.allowOnly(EVIDENCE_FIELDS, 'evidence');
  const given: Record<string, string> = {};
  for (const field of EVIDENCE_FIELDS) {
    const text = group.text(field);
    if (text !== undefined) given[field] = text;
  }
  return given;
}
