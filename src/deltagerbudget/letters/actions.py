from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import codes, keybox
from deltagerbudget.ballots.code_rules import Code, CodeState
from deltagerbudget.ballots.codes import Holder
from deltagerbudget.ballots.models import CodeBatch, Eligible, SetAside, Vote, VotingSession
from deltagerbudget.identity.cpr import reference
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.orders import Order, Receiver
from deltagerbudget.letters.rules import Occasion, check_text, has_form
from deltagerbudget.processes.models import Process


@dataclass(frozen=True)
class Issued:
    """What is printed once. SECURITY: no row holds it; whoever loses it has new codes made."""

    batch: CodeBatch
    letters: tuple[tuple[Receiver, Code], ...] = field(repr=False)


@dataclass(frozen=True)
class Made:
    """Codes that nothing is stored of yet, each for a receiver who has none. SECURITY: as `Issued`."""

    receivers: tuple[Receiver, ...] = field(repr=False)
    ready: codes.Prepared = field(repr=False)

    def pairs(self) -> tuple[tuple[Receiver, Code], ...]:
        return tuple(zip(self.receivers, self.ready.codes, strict=True))


def is_second(actor: Actor, vote: Vote, order: Order) -> bool:
    """Whether a colleague has asked for the very same."""
    pending = pending_approval(Act.ISSUE_CODES, vote)
    return pending is not None and pending.digest == order.digest and pending.first_id != actor.person_id


def make_codes(vote: Vote, order: Order, told: Callable[[int], None] | None = None) -> Made:
    """The slow part: done before anything is locked, so that nobody who votes waits for it."""
    have = codes.holders_of(vote)
    new = tuple(one for one in order.receivers if one.holder.pseudonym not in have)
    return Made(new, codes.prepared(vote.pk, [receiver.holder for receiver in new], told))


def issue_codes(actor: Actor, vote: Vote, *, order: Order, at: datetime, made: Made | None = None) -> Issued | None:
    """Make a code for each receiver who has none. The first call asks, a second person's call with the same makes them,
    or stores what was ``made`` beforehand.
    """
    if made is None:
        made = make_codes(vote, order) if is_second(actor, vote, order) else Made((), codes.Prepared((), ()))
    return _issue(actor, vote, order, made, at)


@transaction.atomic
def _issue(actor: Actor, vote: Vote, order: Order, made: Made, at: datetime) -> Issued | None:
    vote = _locked(vote)
    permit(Act.ISSUE_CODES, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    refuse_closed(vote)
    channel = Channel.HANDOUT if order.is_stock else Channel.LETTER
    if channel not in vote.channels:
        raise NotPossible(_("This vote has no codes of that kind. The ways to vote are frozen."))
    if not order.is_stock:
        _refuse_other_letter(vote, order)
    if not second(Act.ISSUE_CODES, actor, vote, digest=order.digest, at=at):
        return None
    if not made.receivers:
        raise NotPossible(_("Everyone in the file has a code already. A lost one is replaced one by one."))
    batch = CodeBatch.objects.create(vote=vote, channel=channel, stock=len(made.receivers), issued_at=at)
    codes.store(batch, made.ready)
    record(Act.ISSUE_CODES, actor, vote, at=at, process_id=vote.process_id, batch=batch.pk, count=batch.stock)
    return Issued(batch, made.pairs())


@transaction.atomic
def reissue_code(actor: Actor, vote: Vote, *, number: str, lines: Sequence[str], at: datetime) -> Issued | None:
    """Two persons, each with the number, end the code of one resident and make another. None while one is awaited.

    SECURITY: the entry says that, and not whose. Alone, a member of staff could vote for anyone by this.
    """
    vote = _locked(vote)
    permit(Act.REISSUE_CODE, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    refuse_closed(vote)
    if Channel.LETTER not in vote.channels:
        raise NotPossible(_("This vote has no codes of that kind. The ways to vote are frozen."))
    pseudonym = keybox.pseudonym(vote.pk, reference(number))
    old = codes.valid_of(vote, pseudonym)
    on_roll = Eligible.objects.filter(vote=vote, pseudonym=pseudonym).first()
    area = old.area if old else on_roll.area if on_roll else ""
    if not area:
        raise NotPossible(_("No code was made for this number, and it is not on the roll. Look at it once more."))
    if not second(Act.REISSUE_CODE, actor, vote, digest=keybox.pseudonym(vote.pk, f"reissue|{pseudonym}"), at=at):
        return None
    codes.replace(vote, pseudonym)
    VotingSession.objects.filter(vote=vote, pseudonym=pseudonym, channel=Channel.LETTER).delete()
    batch = old.batch if old else CodeBatch.objects.create(vote=vote, channel=Channel.LETTER, stock=1, issued_at=at)
    holder = Holder(area, pseudonym)
    ready = codes.prepared(vote.pk, [holder])
    codes.store(batch, ready)
    record(Act.REISSUE_CODE, actor, vote, at=at, process_id=vote.process_id, batch=batch.pk)
    return Issued(batch, ((Receiver(tuple(lines), holder), ready.codes[0]),))


@transaction.atomic
def void_codes(actor: Actor, batch: CodeBatch, *, at: datetime) -> bool:
    """Two persons end all codes of a batch, for example when letters went astray. True once they are void."""
    vote = _locked(batch.vote)
    batch = CodeBatch.objects.select_for_update().get(pk=batch.pk)
    permit(Act.VOID_CODES, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    refuse_closed(vote)
    if batch.voided_at is not None:
        raise NotPossible(_("These codes are void already."))
    if not second(Act.VOID_CODES, actor, batch, digest=vote.config_sha256, at=at):
        return False
    mine = batch.codes.filter(state=CodeState.VALID)
    sessions = VotingSession.objects.filter(vote=vote, channel=batch.channel)
    sessions.filter(pseudonym__in=mine.values("pseudonym")).delete()
    if batch.channel == Channel.HANDOUT:
        # SECURITY: a card knows nobody, so whoever gets a new one has no other ballot that the next could replace.
        cards = mine.values_list("pseudonym", flat=True)
        aside = [SetAside(vote=vote, pseudonym=pseudonym, reason="voided") for pseudonym in sorted(cards)]
        SetAside.objects.bulk_create(aside, ignore_conflicts=True)
    mine.update(state=CodeState.VOID)
    batch.voided_at = at
    batch.save(update_fields=["voided_at"])
    record(Act.VOID_CODES, actor, batch, at=at, process_id=vote.process_id)
    return True


@transaction.atomic
def write_letter(
    actor: Actor,
    process: Process,
    *,
    occasion: Occasion,
    texts: Mapping[str, str],
    areas: Sequence[str] = (),
    bands: Sequence[str] = (),
    at: datetime,
) -> Letter:
    """Write or change a letter. A word or a receiver that is changed takes the approval back."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.WRITE_LETTER, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    for language in ("da", "en"):
        check_text(occasion, texts[f"heading_{language}"], texts[f"body_{language}"])
    known = set(process.areas.values_list("slug", flat=True))
    if not known.issuperset(areas):
        raise NotPossible(_("Choose areas of this deltagerbudget."))
    values = {name: texts[name].strip() for name in ("heading_da", "body_da", "heading_en", "body_en")}
    values["return_address"] = texts.get("return_address", "").strip()
    kept = {**values, "areas": sorted(areas), "bands": sorted(bands), "approved_at": None, "updated_at": at}
    letter, _is_new = Letter.objects.update_or_create(process=process, occasion=occasion, defaults=kept)
    record(Act.WRITE_LETTER, actor, letter, at=at, process_id=process.pk)
    return letter


@transaction.atomic
def approve_letter(actor: Actor, letter: Letter, *, seen: str | None = None, at: datetime) -> bool:
    """The first person asks for the approval of what stands there, a second one gives it. True once approved.

    SECURITY: ``seen`` is the digest of what was on the screen: whoever asks could change it and ask again meanwhile.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("process").get(pk=letter.pk)
    process = letter.process
    permit(Act.APPROVE_LETTER, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if letter.approved_at is not None:
        raise NotPossible(_("This letter is approved already."))
    if has_form(letter.occasion, process.ways) and not letter.return_address:
        raise NotPossible(_("A ballot comes with this letter. Write the address that it is posted to."))
    if seen is not None and seen != letter.digest:
        raise NotPossible(_("It was changed since you opened the page. Read it again before you confirm."))
    if not second(Act.APPROVE_LETTER, actor, letter, digest=letter.digest, at=at):
        return False
    letter.approved_at = at
    letter.save(update_fields=["approved_at"])
    # Whom it leaves out can be read here also when somebody has changed the letter afterwards.
    to = {"areas": " ".join(letter.areas), "bands": " ".join(letter.bands)}
    record(Act.APPROVE_LETTER, actor, letter, at=at, process_id=process.pk, **to)
    return True


def _refuse_other_letter(vote: Vote, order: Order) -> None:
    """What two persons approved says to whom it goes: nothing else is printed, and nobody else gets a code."""
    letter = Letter.objects.approved().filter(process=vote.process, occasion=Occasion.VOTE).first()
    if letter is None or (has_form(Occasion.VOTE, vote.channels) and not letter.return_address):
        raise NotPossible(_("The letter before the vote is not approved. Write it, and let a colleague approve it."))
    if letter.digest != order.letter:
        raise NotPossible(_("The letter was changed just now. Choose the file once more."))


def refuse_closed(vote: Vote) -> None:
    """Once it is closed its keys may be gone, too, so this comes before a file is read."""
    if vote.closed_at is not None:
        raise NotNow(_("The vote is closed, so no code can open it."))


def _locked(vote: Vote) -> Vote:
    return Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
