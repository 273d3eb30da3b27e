"""Answering a step's questions: what was answered before is not paid for again."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from seqpt_lib.errors import ModelError
from seqpt_lib.model.chats import (
    SERVICE_OUTCOMES,
    Ask,
    ChatAnswer,
    ChatModel,
    ChatRequest,
    Outcome,
    Question,
    Reply,
    remedy,
)
from seqpt_lib.settings import settings
from seqpt_lib.store.calls import CallRow, StoredAnswer, record_calls, stored_answers
from seqpt_lib.store.steps import Step


def asker(step: Step, model: ChatModel) -> Ask:
    """Make what answers the questions of a step.

    A question with the same model, prompt and request was perhaps answered before; then that
    answer is taken. The others are asked a few at a time, and recorded as soon as they have
    ended, in a transaction of their own: what was paid for is kept whatever becomes of the step.

    Args:
        step: The step that asks.
        model: The model.

    Returns:
        A function from questions to replies, in their order. Where ``SEQPT_MODEL_REQUIRED`` is
        set it raises ``ModelError`` as soon as the service did not answer one of them.

    Source: docs/how-to/use-a-model.md, "What is paid for once".
    """

    def ask(questions: Sequence[Question]) -> list[Reply]:
        hashes = [_input_hash(model.name, question) for question in questions]
        stored = stored_answers(step.connection, step.organization.id, hashes)
        replies = {
            at: reply
            for at, (question, hashed) in enumerate(zip(questions, hashes, strict=True))
            if (reply := _stored_reply(question, hashed, stored))
        }
        missing = [at for at in range(len(questions)) if at not in replies]
        size = settings().model_concurrency
        for group in (missing[start : start + size] for start in range(0, len(missing), size)):
            asked = [(questions[at], hashes[at]) for at in group]
            replies |= dict(zip(group, _asked(step, model, asked), strict=True))
            _refuse_unanswered(model, [replies[at] for at in group])
        return [replies[at] for at in range(len(questions))]

    return ask


def _asked(step: Step, model: ChatModel, questions: Sequence[tuple[Question, str]]) -> list[Reply]:
    answers = model.ask(
        [ChatRequest(q.subject, q.system, q.user, q.schema) for q, _hashed in questions]
    )
    rows = [
        _row(step, model.name, question, hashed, answer)
        for (question, hashed), answer in zip(questions, answers, strict=True)
    ]
    call_ids = record_calls(rows)
    return [
        Reply(
            question=question,
            input_hash=hashed,
            outcome=answer.outcome,
            content=answer.content,
            problem=answer.problem,
            call_id=call_id,
            model_answered=answer.model_answered,
            tokens=answer.prompt_tokens + answer.completion_tokens,
            seconds=answer.seconds,
            tries=answer.tries,
        )
        for (question, hashed), answer, call_id in zip(questions, answers, call_ids, strict=True)
    ]


def _row(step: Step, model: str, question: Question, hashed: str, answer: ChatAnswer) -> CallRow:
    return CallRow(
        run_id=step.run_id,
        organization_id=step.organization.id,
        step=step.name,
        subject=question.subject,
        round=question.round,
        model_asked=model,
        model_answered=answer.model_answered,
        prompt_version=question.prompt_version,
        input_hash=hashed,
        has_context=question.has_context,
        outcome=answer.outcome,
        problem=answer.problem,
        content=answer.content.model_dump() if answer.content else None,
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        seconds=answer.seconds,
        tries=answer.tries,
        passages=question.passages,
    )


def _stored_reply(
    question: Question, hashed: str, stored: Mapping[str, StoredAnswer]
) -> Reply | None:
    answer = stored.get(hashed)
    if answer is None:
        return None
    try:
        content = question.schema.model_validate(answer.content)
    except ValidationError:  # stored by a version that asked for another shape
        return None
    return Reply(
        question=question,
        input_hash=hashed,
        outcome=Outcome.ANSWERED,
        content=content,
        call_id=answer.call_id,
        is_stored=True,
        model_answered=answer.model_answered,
    )


def _refuse_unanswered(model: ChatModel, replies: Sequence[Reply]) -> None:
    failed = next((reply for reply in replies if reply.outcome in SERVICE_OUTCOMES), None)
    if failed and settings().model_required:
        raise ModelError(
            f"the model {model.name} is required and did not answer: {failed.problem}",
            f"{remedy(failed.outcome)} Without SEQPT_MODEL_REQUIRED templates stand in.",
        )


def _input_hash(model: str, question: Question) -> str:
    given = [
        model,
        question.prompt_version,
        question.system,
        question.user,
        question.schema.model_json_schema(),
    ]
    text = json.dumps(given, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
