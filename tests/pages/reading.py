"""Reading a page in a test: is it whole, and what does it say."""


def healthy(at):
    """The page itself, when nothing on it broke."""
    assert not at.exception, [error.stack_trace or error.message for error in at.exception]
    return at


def words(at):
    """All that is written on the page."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.info, at.warning, at.error, at.code, at.toast)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
