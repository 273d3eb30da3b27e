"""Chat models and embeddings behind one small protocol; the only room with their clients.

Importing it costs nothing: the clients, whose import takes seconds, come with the first model.
"""

from seqpt_lib.errors import ModelError
from seqpt_lib.llm.service import run_budget, service
from seqpt_lib.model.chats import ChatModel, EmbeddingModel
from seqpt_lib.settings import settings

__all__ = ["chat_model", "embedding_model", "refuse_missing_model", "run_budget"]


def refuse_missing_model() -> None:
    """Refuse settings that require a chat model and name none.

    Raises:
        ModelError: If ``SEQPT_MODEL_REQUIRED`` is set and ``SEQPT_MODEL`` is not.
    """
    if settings().model_required and settings().model is None:
        raise ModelError(
            "SEQPT_MODEL_REQUIRED is set and SEQPT_MODEL is not",
            "Name a model, openai:<model>, or leave SEQPT_MODEL_REQUIRED empty.",
        )


def chat_model() -> ChatModel | None:
    """Give the chat model that the setting ``SEQPT_MODEL`` names.

    Returns:
        The model; None if none is set.

    Raises:
        UsageError: If the setting has another shape than ``openai:<model>``.
        ModelError: If there is no key, or if a model is required and none is set.
    """
    name = settings().model
    refuse_missing_model()
    if name is None:
        return None
    chosen = service(name, "SEQPT_MODEL")
    from seqpt_lib.llm.chat import OpenAIChat

    return OpenAIChat(chosen)


def embedding_model() -> EmbeddingModel | None:
    """Give the embedding model that the setting ``SEQPT_EMBEDDING_MODEL`` names.

    Returns:
        The model; None if none is set.

    Raises:
        UsageError: If the setting has another shape than ``openai:<model>``.
        ModelError: If there is no key.
    """
    name = settings().embedding_model
    if name is None:
        return None
    chosen = service(name, "SEQPT_EMBEDDING_MODEL")
    from seqpt_lib.llm.embedding import OpenAIEmbedding

    return OpenAIEmbedding(chosen)
