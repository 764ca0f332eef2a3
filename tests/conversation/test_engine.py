"""What the engine does in talks as people have them: rules one by one."""

# A walker changes between two looks at it, which mypy does not see.
# mypy: disable-error-code="comparison-overlap"
# mypy: no-warn-unreachable

from dataclasses import replace

import pytest
from conversation.talks import NOON, NUMBER, Walker, choices, engine, says, shown

from bot.conversation.engine import Engine
from bot.conversation.events import (
    Blocked,
    Called,
    Cleared,
    Command,
    Edited,
    Looked,
    Numbered,
    Other,
    Sealed,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.conversation.replies import (
    ClearScreen,
    Erase,
    Forget,
    Look,
    Number,
    Receipt,
    Refuse,
    Seal,
    Show,
)
from bot.conversation.talk import Step, Talk
from bot.errors.settings import IncompleteDeploymentError
from bot.responses import Answer
from bot.words.writing import units

GAP = 15 * 60 + 1
DAY = 24 * 3600


def sends(walker: Walker, row: int = 7) -> Walker:
    """Send what was said, and let the flow seal it."""
    return walker.taps("send").does(Sealed(walker.at, row))


def to_review(walker: Walker) -> Walker:
    """Say one thing, skip the rest."""
    return walker.begins().taps("pick:good", *["skip"] * 7)


def test_start_and_three_taps_lead_to_the_first_question() -> None:
    """From a poster's code: language, safe, yes."""
    walker = Walker().begins()
    assert (walker.step, says(walker.card)[-1]) == ("Q", "Q1")


def test_consent_is_headed_by_the_service_of_the_code() -> None:
    """The person sees of which service she is asked."""
    walker = Walker().starts("redcode").taps("say:en", "yes")
    head = walker.card.lines[0]
    assert "Red House" in repr(head.values)


@pytest.mark.parametrize("code", ["", "gone", "oldcode"])
def test_without_a_code_that_counts_the_service_is_chosen(code: str) -> None:
    """No, an unknown, or a closed service's code leads to the list of the open ones."""
    walker = Walker().starts(code).taps("say:en", "yes")
    assert choices(walker.card) == ("to:blue", "to:red", "to:gold", "not_sure")


def test_a_familys_code_shows_only_its_services() -> None:
    """A small programme shares its family's code; the person picks which it is."""
    walker = Walker().starts("familycode").taps("say:en", "yes")
    assert choices(walker.card) == ("to:red", "to:gold", "not_sure")
    walker.taps("not_sure")
    assert walker.talk.pool == "family:small"


def test_not_sure_counts_for_everybody() -> None:
    """Who cannot say which service it is speaks to the network's pool, unheaded."""
    walker = Walker().starts("").taps("say:en", "yes", "not_sure")
    assert walker.talk.pool == "network"
    assert says(walker.card)[0] == "C2.choose"


def test_the_only_service_is_not_asked_for() -> None:
    """With exactly one open service there is nothing to choose."""
    one = engine(programmes=engine().deployment.programmes[:1])
    walker = Walker(one).starts("").taps("say:en", "yes")
    assert (walker.step, walker.talk.pool) == ("C2", "blue")
    assert "other" not in choices(walker.card)


def test_another_service_leads_to_the_whole_list() -> None:
    """A wrong poster is no dead end, nor is a family's."""
    walker = Walker().starts("familycode").taps("say:en", "yes", "to:red", "other")
    assert choices(walker.card) == ("to:blue", "to:red", "to:gold", "not_sure")


def test_a_draft_is_marked_and_a_trial_is_marked() -> None:
    """Words that nobody checked, and a deployment that is not real, say so."""
    walker = Walker(engine(trial=True)).starts().taps("say:uk", "yes")
    assert says(walker.card)[:3] == ("trial.mark", "draft.mark", "C2.head")


def test_the_guessed_language_comes_first() -> None:
    """The app's language is only a guess, by its first part, and only an order."""
    walker = Walker().starts(guess="uk-UA")
    assert choices(walker.card) == ("say:uk", "say:en", "say:ar")
    assert walker.card.language == "uk"


def test_a_language_can_be_typed_by_its_own_name() -> None:
    """Every critical button has a typed alternative: presses expire."""
    walker = Walker().starts()
    walker.writes("English")
    assert (walker.step, walker.talk.language) == ("S1", "en")


@pytest.mark.parametrize("place", ["1", "\u0661", "\u0967"])
def test_a_button_can_be_typed_by_its_place_in_any_digits(place: str) -> None:
    """Who has no keyboard for the words still answers."""
    walker = Walker().begins().writes(place)
    assert walker.talk.answers == (Answer("Q1", ("very_good",)),)


def test_the_language_changes_in_mid_talk_and_keeps_everything() -> None:
    """The question and the draft are as before, in the new language."""
    walker = Walker().begins().taps("pick:good")
    before = walker.talk.answers
    walker.does(Called(NOON, Command.LANGUAGE)).taps("say:ar")
    assert walker.talk.answers == before
    assert (walker.card.language, says(walker.card)[-1]) == ("ar", "Q2")


def test_not_safe_shows_numbers_and_goes_back_to_hello() -> None:
    """Danger shows checked numbers, police apart, and going on asks again."""
    walker = Walker().starts().taps("say:en", "danger")
    assert "555-01" in repr(walker.card.lines[0])
    assert says(walker.card) == ("S3", "S3.police")
    walker.taps("go_on")
    assert walker.step == "S1"


def test_a_country_without_helplines_still_has_its_emergency_number() -> None:
    """Nothing is listed that was not checked."""
    walker = Walker().starts().taps("say:en", "danger", "country", "in:yy")
    assert says(walker.card) == ("S3.none",)
    assert "911" in repr(walker.card.lines)


def test_under_18_is_kept_out_kindly() -> None:
    """A child gets a number for children, and nothing of the talk is kept."""
    walker = Walker().starts().taps("say:en", "yes", "under_18")
    assert walker.talk.pool == ""
    walker.taps("number")
    assert "555-03" in repr(walker.card.lines)


def test_under_18_without_a_checked_number_claims_none() -> None:
    """Where no helpline for children is checked, only the emergency number is said."""
    bare = engine(countries=engine().deployment.countries[1:])
    walker = Walker(bare).starts().taps("say:en", "yes", "under_18")
    assert says(walker.card) == ("A2.none",)


@pytest.mark.parametrize(
    ("way", "screen"),
    [(("not_now",), "S2"), (("yes", "no"), "C6"), (("yes", "under_18"), "A2")],
)
def test_what_says_that_nothing_is_kept_keeps_nothing(
    way: tuple[str, ...], screen: str
) -> None:
    """After these screens only the language and the card's place are left."""
    walker = Walker().starts().taps("say:en", *way)
    kept = Talk(
        step=Step(screen),
        language="en",
        guess="en",
        card=walker.talk.card,
        touched=NOON,
    )
    assert walker.talk == kept


def test_an_unsafe_answer_shows_who_can_listen() -> None:
    """F0 comes at once, says that nobody reads now, and leads on."""
    walker = Walker().reaches(1).taps("pick:no")
    assert says(walker.card) == ("F0",)
    walker.taps("go_on")
    assert says(walker.card)[-1] == "Q3"


def test_up_to_three_needs_are_taken_over_two_cards() -> None:
    """A fourth tap changes nothing; a tap on a taken one gives it back."""
    walker = Walker().reaches(4)
    walker.taps("pick:home", "pick:safe", "more", "pick:money", "pick:legal", "done")
    assert walker.talk.answers == (Answer("Q5", ("home", "safe", "money")),)


def test_a_need_tapped_twice_is_given_back() -> None:
    """Taking back costs one press."""
    walker = Walker().reaches(4).taps("pick:home", "pick:home")
    assert walker.talk.answers == ()
    assert "skip" in choices(walker.card)


def test_several_messages_are_one_answer() -> None:
    """Free text may come in pieces, with or without the button."""
    walker = Walker().reaches(5).writes("The food.", "The garden.")
    assert walker.talk.answers == (Answer("Q6", text="The food.\nThe garden."),)
    assert says(walker.card) == ("Q6b",)


def test_write_invites_and_still_can_be_skipped() -> None:
    """After the button the question stays in sight until words come."""
    walker = Walker().reaches(5).taps("write")
    assert says(walker.card)[-2:] == ("Q6", "Q6.write")
    walker.taps("skip")
    assert says(walker.card)[-1] == "Q7"


def test_an_answer_can_be_written_anew() -> None:
    """Starting an answer again drops its words, no others."""
    walker = Walker().reaches(5).writes("No.").taps("again").writes("Yes, the food.")
    assert walker.talk.answers == (Answer("Q6", text="Yes, the food."),)


def test_a_text_as_long_as_a_message_fits() -> None:
    """4,096 units are taken whole."""
    walker = Walker().reaches(5).writes("я" * 4096)
    assert units(walker.talk.answers[0].text) == 4096


def test_too_much_text_is_refused_and_nothing_is_lost() -> None:
    """Over 5,000 units together the bot says so and keeps what it has."""
    walker = Walker().reaches(5).writes("a" * 4000).writes("b" * 1001)
    assert walker.talk.answers == (Answer("Q6", text="a" * 4000),)
    assert says(walker.card) == ("too_long", "Q6b")


def test_too_much_text_counts_all_questions_together() -> None:
    """The limit is one for the whole answer set."""
    walker = Walker().reaches(5).writes("a" * 4000).taps("go_on").writes("b" * 1001)
    assert says(walker.card)[0] == "too_long"


def test_half_characters_can_be_sealed() -> None:
    """Broken text from a broken app is mended before it is kept."""
    walker = Walker().reaches(5).writes("good \ud83d food")
    assert walker.talk.answers[0].text.encode()


@pytest.mark.parametrize("word", ["STOP", "стоп"])
def test_stop_in_any_language_wins_over_an_answer(word: str) -> None:
    """The word alone stops, in whatever language, and is stored nowhere."""
    walker = Walker().reaches(5).writes("The food.", word)
    assert walker.step == "E4"
    assert walker.talk.answers == ()


def test_stop_within_a_sentence_is_an_answer() -> None:
    """Only a whole message is a command."""
    walker = Walker().reaches(5).writes("Please stop the noise")
    assert walker.talk.answers == (Answer("Q6", text="Please stop the noise"),)


def test_stop_after_send_says_that_it_stays_sent() -> None:
    """E4b, not E4: what was sent is not undone by stopping."""
    walker = sends(to_review(Walker())).writes("stop")
    assert walker.step == "E4b"


def test_after_a_stop_one_can_start_again() -> None:
    """Stopping is no end: the same service, from hello."""
    walker = Walker().reaches(2).writes("stop").taps("again", "yes")
    assert (walker.step, walker.talk.pool) == ("C2", "blue")


def test_words_after_a_stop_begin_a_new_talk() -> None:
    """Who writes after having said no is greeted, not corrected."""
    walker = Walker().starts().taps("say:en", "yes", "no").writes("hello")
    assert says(walker.card) == ("S1",)


def test_what_is_not_understood_keeps_the_question_in_sight() -> None:
    """E3 is said above the same card, with a way to stop."""
    walker = Walker().begins().writes("hmm")
    assert says(walker.card)[0] == "E3"
    assert choices(walker.card)[-2:] == ("skip", "stop")
    walker.taps("pick:good")
    assert "E3" not in says(walker.card)


@pytest.mark.parametrize("other", list(Other))
def test_what_is_not_words_is_deleted_and_not_kept(other: Other) -> None:
    """A photo, a contact, a place, a voice, a sticker, a forward: E2."""
    walker = Walker().reaches(5).does(Sent(NOON, other))
    assert isinstance(walker.replies[0], Refuse)
    assert says(walker.card)[0] == "E2"
    assert walker.talk.answers == ()


def test_an_edited_message_is_not_read_again() -> None:
    """What was understood first stays."""
    walker = Walker().reaches(5).writes("The food.")
    before = walker.talk
    assert walker.does(Edited(NOON)).talk == before
    assert walker.replies == ()


def test_a_blocked_bot_forgets() -> None:
    """Blocking is the strongest no."""
    walker = Walker().reaches(5).does(Blocked(NOON))
    assert (walker.talk, walker.replies) == (Talk(), (Forget(),))


def test_two_devices_press_the_same_card_and_it_counts_once() -> None:
    """The second press is on an old card by then, and only shows the new one."""
    walker = Walker().begins()
    card = walker.talk.card
    walker.does(Tapped(NOON, card, "pick:good"))
    after = walker.talk
    walker.does(Tapped(NOON, card, "pick:bad"))
    assert walker.talk == after
    assert says(shown(walker.replies))[-1] == "Q2"


def test_a_press_that_comes_twice_skips_one_question_only() -> None:
    """An impatient finger does not skip what was not read."""
    walker = Walker().begins()
    card = walker.talk.card
    walker.does(Tapped(NOON, card, "skip")).does(Tapped(NOON, card, "skip"))
    assert says(walker.card)[-1] == "Q2"


def test_a_card_of_an_earlier_talk_is_not_taken_for_this_one() -> None:
    """A new talk's numbers begin at the moment, not at one."""
    first, later = Walker().starts(), Walker().waits(60).starts()
    assert first.talk.card != later.talk.card


# A gap


@pytest.mark.parametrize("gap", [GAP, -GAP])
def test_after_a_gap_the_talk_begins_at_hello(gap: int) -> None:
    """Words are not taken as an answer: somebody else may hold the phone."""
    walker = Walker().reaches(5).writes("The food.").waits(gap).writes("Who is this?")
    assert says(walker.card) == ("S1",)
    assert walker.talk.answers == (Answer("Q6", text="The food."),)


def test_a_press_after_a_gap_leads_to_hello_too() -> None:
    """Even a press on the live card."""
    walker = Walker().begins().waits(GAP).taps("pick:good")
    assert (walker.step, walker.talk.answers) == ("S1", ())


def test_only_after_safe_a_draft_is_spoken_of() -> None:
    """E5 comes after safe, and going on leads to where she was."""
    walker = Walker().reaches(2).taps("pick:yes").waits(GAP).writes("hi").taps("yes")
    assert says(walker.card) == ("E5",)
    walker.taps("go_on")
    assert says(walker.card)[-1] == "Q4"


def test_going_on_does_not_drop_what_was_written() -> None:
    """Back at a text, its words are there, and skip is not the next thing offered."""
    walker = Walker().reaches(5).writes("The food.").waits(GAP)
    walker.writes("hi").taps("yes", "go_on")
    assert says(walker.card) == ("Q6b",)


def test_going_on_at_the_review_or_at_a_detail_leads_back_there() -> None:
    """A draft waits at whatever step it stood."""
    review = to_review(Walker()).waits(GAP).starts("").taps("yes", "go_on")
    detail = Walker().reaches(5).writes("I am on 050 123 45 67").waits(GAP)
    detail.starts("").taps("yes", "go_on")
    assert (review.step, detail.step) == ("R1", "N1")


def test_starting_again_drops_the_draft() -> None:
    """E5's second button keeps the service and nothing else."""
    walker = Walker().reaches(2).waits(GAP).writes("hi").taps("yes", "again")
    assert (walker.step, walker.talk.agreed, walker.talk.pool) == ("C2", 0, "blue")


def test_start_in_mid_talk_asks_whether_it_is_safe() -> None:
    """The command is a gap of its own."""
    walker = Walker().reaches(2).starts("").taps("yes")
    assert walker.step == "E5"


def test_another_posters_code_replaces_the_service_and_its_draft() -> None:
    """Answers about one service are never sent for another."""
    walker = Walker().reaches(2).taps("pick:yes").starts("redcode").taps("yes")
    assert (walker.step, walker.talk.pool, walker.talk.answers) == ("C2", "red", ())


def test_the_same_posters_code_keeps_the_draft() -> None:
    """Scanning the poster again costs nothing."""
    walker = Walker().reaches(2).starts("bluecode").taps("yes")
    assert walker.step == "E5"


def test_a_draft_is_gone_after_a_day_without_a_word() -> None:
    """A day after the yes nothing is left to go on with."""
    walker = Walker().reaches(2).taps("pick:yes").waits(DAY - 60).starts("")
    walker.waits(GAP).starts("").taps("yes")
    assert walker.step == "P2"
    assert walker.talk.answers == ()


@pytest.mark.parametrize(
    ("command", "step"),
    [("help", "S3"), ("clear", "S4"), ("stop", "E4"), ("language", "L1")],
)
def test_help_clear_stop_and_language_are_obeyed_after_a_gap(
    command: str, step: str
) -> None:
    """They show nothing of what was said."""
    walker = Walker().reaches(2).waits(GAP).writes(command)
    assert walker.step == step


def test_help_needs_no_language() -> None:
    """Who types it as the first word sees numbers at once."""
    walker = Walker().writes("help")
    assert walker.step == "S3"
    walker.taps("go_on")
    assert walker.step == "L1"


@pytest.mark.parametrize(("command", "step"), [("delete", "X1"), ("about", "about")])
def test_what_was_wished_before_safe_is_shown_after_it(command: str, step: str) -> None:
    """Somebody who comes back to delete is led there after language and safe."""
    walker = Walker().writes(command).taps("say:en", "yes")
    assert walker.step == step


# Details


def test_a_detail_is_hidden_if_she_wishes() -> None:
    """The number is replaced before it is kept."""
    walker = Walker().reaches(5).writes("Call me on +380 50 123 45 67!")
    assert says(walker.card) == ("N1",)
    assert walker.talk.answers == ()
    walker.taps("hide")
    assert walker.talk.answers == (Answer("Q6", text="Call me on …!"),)


def test_a_detail_is_kept_if_she_wishes_and_not_asked_for_again() -> None:
    """It is her text; each is asked about, and once, wherever it comes again."""
    walker = Walker().reaches(5)
    walker.writes("Ask a@b.example or c@d.example, or a@b.example").taps("keep")
    assert (walker.step, walker.talk.kept) == ("N1", ("a@b.example",))
    walker.taps("keep")
    assert (walker.step, len(walker.talk.answers)) == ("Q6b", 1)
    assert walker.writes("a@b.example").step == "N1"


def test_several_details_are_hidden_by_one_press() -> None:
    """Where there is one, nothing is offered for more."""
    walker = Walker().reaches(5).writes("Ask a@b.example, @someone or 0501234567")
    walker.taps("keep")
    assert "hide_all" in choices(walker.card)
    walker.taps("hide_all")
    assert walker.talk.answers[0].text == "Ask a@b.example, … or …"
    assert "hide_all" not in choices(walker.writes("Ask @someone").card)


def test_details_are_hidden_one_after_the_other() -> None:
    """Each hidden one leads to the next."""
    walker = Walker().reaches(5).writes("Ask a@b.example or @someone")
    walker.taps("hide", "hide")
    assert walker.talk.answers == (Answer("Q6", text="Ask … or …"),)


def test_words_can_be_changed_instead() -> None:
    """Changing drops these words only."""
    walker = Walker().reaches(5).writes("Good food.", "I am on 0501234567")
    walker.taps("change")
    assert (walker.talk.held, walker.talk.answers[0].text) == ("", "Good food.")


def test_more_words_wait_with_a_detail() -> None:
    """A message that comes while she decides is not lost."""
    walker = Walker().reaches(5).writes("I am on 0501234567", "The food is good.")
    walker.taps("hide")
    assert walker.talk.answers[0].text == "I am on …\nThe food is good."


# Words that may be shown

SHOWING = engine(quotes=True)
KIND = "They listened\nto me. Nobody shouted."
LOOKS = "They listened to me. Nobody shouted."


def sealed_words(walker: Walker) -> str:
    """Send, and return the words that are sealed as words that may be shown."""
    walker.taps("send")
    (seal,) = (reply for reply in walker.replies if isinstance(reply, Seal))
    return "".join(answer.quote for answer in seal.answers)


def reviewed(*texts: str, house: Engine = SHOWING) -> Walker:
    """Bring somebody who wrote to the review."""
    walker = Walker(house).reaches(5)
    for text in texts:
        walker.writes(text).taps("go_on")
    return walker.taps(*("skip",) * (3 - len(texts)))


def test_nobody_is_asked_where_quotes_are_off() -> None:
    """They are off unless a deployment decides otherwise."""
    walker = reviewed(KIND, house=engine())
    assert "quote" not in choices(walker.card)
    assert sealed_words(walker) == ""


def test_who_does_not_ask_for_it_lends_no_words() -> None:
    """No is what everybody begins with: the way to Send asks nothing."""
    assert sealed_words(reviewed(KIND)) == ""


def test_who_agrees_saw_the_words_as_they_will_look() -> None:
    """The card shows the one line that is sealed."""
    walker = reviewed(KIND).taps("quote")
    assert LOOKS in repr(walker.card)
    assert choices(walker.card) == ("no", "yes")
    assert sealed_words(walker.taps("yes")) == LOOKS


def test_a_yes_can_be_taken_back() -> None:
    """Until Send, by the same button, which shows that she agreed."""
    walker = reviewed(KIND).taps("quote", "yes")
    assert "button.chosen" in repr(walker.card)
    walker.taps("quote", "no")
    assert "button.chosen" not in repr(walker.card)
    assert sealed_words(walker) == ""


def test_a_yes_is_for_these_words_only() -> None:
    """Other words, in this answer or another, end it."""
    walker = reviewed(KIND).taps("quote", "yes", "change", "item:5")
    walker.writes("And the garden.").taps("go_on")
    assert sealed_words(walker) == ""
    other = reviewed(KIND).taps("quote", "yes", "change", "item:6")
    other.writes("More light.").taps("go_on")
    assert sealed_words(other) == ""


@pytest.mark.parametrize("text", ["y" * 281, "Ask a@b.example", "Ask Maria Silva"])
def test_what_is_long_or_may_show_who_she_is_is_not_offered(text: str) -> None:
    """Even if she keeps the detail in her answer."""
    walker = Walker(SHOWING).reaches(5).writes(text)
    walker = walker.taps("keep") if walker.step == "N1" else walker
    walker.taps("go_on", "skip", "skip")
    assert (walker.step, "quote" in choices(walker.card)) == ("R1", False)


def test_two_texts_that_fit_are_shown_together() -> None:
    """Those that would be too long together are not both offered."""
    both = reviewed("Good food.", "More light.").taps("quote", "yes")
    assert sealed_words(both) == "Good food.More light."
    long = reviewed("Good food. " * 20, "More light. " * 20).taps("quote", "yes")
    assert sealed_words(long) == ("Good food. " * 20).strip()


# Review and send


def test_the_review_shows_everything_in_order() -> None:
    """Skipped questions are shown as skipped."""
    walker = to_review(Walker())
    summary = dict(walker.card.lines[0].values)["summary"]
    assert isinstance(summary, tuple)
    assert len(summary) == 8
    assert repr(summary).count("R1.skipped") == 7


def test_a_long_text_is_shortened_in_the_review_only() -> None:
    """What is sent is whole."""
    walker = Walker().reaches(5).writes("x" * 4000).taps("go_on", "skip", "skip")
    assert len(repr(walker.card)) < 8000
    walker.taps("send")
    assert isinstance(walker.replies[0], Seal)
    assert walker.replies[0].answers[0].text == "x" * 4000


def test_one_answer_can_be_changed_and_leads_back() -> None:
    """Change, one tap, and the review is there again."""
    walker = to_review(Walker()).taps("change", "item:0", "pick:bad")
    assert (walker.step, walker.talk.answers) == ("R1", (Answer("Q1", ("bad",)),))


def test_one_answer_can_be_deleted() -> None:
    """Delete per item."""
    walker = to_review(Walker()).taps("change", "item:0", "skip")
    assert (walker.step, walker.talk.answers) == ("R1", ())


def test_a_change_can_be_left_alone() -> None:
    """Back from an opened answer keeps it."""
    walker = to_review(Walker()).taps("change", "item:0", "back")
    assert walker.talk.answers == (Answer("Q1", ("good",)),)


def test_a_text_opened_for_change_can_be_kept_or_written_anew() -> None:
    """Its words are not dropped by looking at it."""
    walker = Walker().reaches(5).writes("The food.").taps("go_on", "skip", "skip")
    walker.taps("change", "item:5", "go_on")
    assert walker.talk.answers == (Answer("Q6", text="The food."),)


def test_delete_all_stops_and_nothing_is_sent() -> None:
    """E4, and the draft is gone."""
    walker = to_review(Walker()).taps("delete_all")
    assert (walker.step, walker.talk.answers) == ("E4", ())


def test_sending_nothing_seals_nothing() -> None:
    """With every question skipped, nothing was sent, and it says so."""
    walker = Walker().begins().taps(*["skip"] * 8).taps("send")
    assert walker.step == "E4"
    assert not any(isinstance(r, Seal) for r in walker.replies)


def test_send_asks_for_sealing_and_says_nothing_yet() -> None:
    """Nothing counts as sent before it is sealed."""
    walker = to_review(Walker()).taps("send")
    seal = Seal("blue", "en", "default", 1, (Answer("Q1", ("good",)),))
    assert walker.replies == (seal,)
    assert walker.step == "R1"


def test_once_sealed_the_answers_are_wiped() -> None:
    """The talk knows the row and nothing that was said, nor of which service."""
    walker = sends(to_review(Walker()))
    assert walker.step == "R2"
    assert (walker.talk.answers, walker.talk.pool, walker.talk.row) == ((), "", 7)


def test_the_number_is_shown_once_and_dropped() -> None:
    """As soon as she moves on, neither row nor number is held."""
    walker = sends(to_review(Walker())).taps("number")
    assert walker.replies == (Number(7),)
    walker.does(Numbered(NOON, NUMBER))
    receipt = walker.replies[0]
    assert isinstance(receipt, Receipt)
    assert receipt.minutes == 15
    assert "1234 5678 9012 3456 7894" in repr(receipt.card)
    walker.taps("next")
    assert (walker.step, walker.talk.row, walker.talk.digits) == ("R3", None, "")


def test_a_shown_number_comes_again_as_a_message_that_goes() -> None:
    """A press on an old card does not put the number on a card that stays."""
    walker = sends(to_review(Walker())).taps("number").does(Numbered(NOON, NUMBER))
    walker.does(Tapped(NOON, 1, "number"))
    assert [type(r) for r in walker.replies] == [Receipt]


def test_after_a_gap_a_shown_number_is_gone() -> None:
    """Whoever comes later learns of no number."""
    walker = sends(to_review(Walker())).taps("number").does(Numbered(NOON, NUMBER))
    walker.waits(GAP).writes("hi")
    assert (walker.talk.digits, walker.talk.row) == ("", None)
    assert NUMBER[:4] not in repr(walker.card)


def test_without_a_number_the_shared_phone_is_spoken_of() -> None:
    """No, thank you leads over S5 to what happens next."""
    walker = sends(to_review(Walker())).taps("no_thanks", "ok")
    assert (walker.step, walker.talk.row) == ("R3", None)


def test_a_second_answer_gets_identical_screens() -> None:
    """No screen tells that somebody answered before on this phone."""
    way = ("yes", "to:blue", "yes", "pick:good", *["skip"] * 7, "send")

    def screens(walker: Walker) -> list[tuple[object, ...]]:
        seen: list[tuple[object, ...]] = []
        for choice in way:
            seen.append((walker.card.lines, walker.card.rows))
            walker.taps(choice)
        return seen

    walker = Walker().starts("").taps("say:en")
    first = screens(walker)
    walker.does(Sealed(NOON, 7)).taps("no_thanks", "ok").waits(GAP).starts("")
    assert screens(walker) == first


# Delete


def test_a_number_typed_at_delete_is_looked_up_and_taken_off_the_screen() -> None:
    """In any script's digits, with or without spaces."""
    walker = Walker().begins().writes("delete")
    walker.writes("١٢٣٤ ٥٦٧٨ ٩٠١٢ ٣٤٥٦ ٧٨٩٤")
    assert walker.replies == (Refuse(), Look(NUMBER))
    walker.does(Looked(NOON, 9))
    assert walker.step == "X2"
    walker.taps("delete")
    assert walker.replies[0] == Erase(9)
    assert walker.step == "X3"


def test_a_number_typed_anywhere_is_looked_up() -> None:
    """Who comes back with a number need not know the command."""
    walker = Walker().begins().writes(NUMBER)
    assert (walker.step, walker.replies) == ("X1", (Refuse(), Look(NUMBER)))
    walker.does(Looked(NOON, 9)).taps("keep")
    assert says(walker.card)[-1] == "Q1"


def test_a_number_in_an_answer_is_a_detail_not_a_request() -> None:
    """In a text that is being written it is only pointed out."""
    walker = Walker().reaches(5).writes(NUMBER)
    assert walker.step == "N1"


def test_a_number_typed_before_safe_goes_from_the_screen() -> None:
    """It is not looked up yet; deleting waits behind safe."""
    walker = Walker().begins().waits(GAP).writes(NUMBER)
    assert [type(r) for r in walker.replies] == [Refuse, Show]
    walker.taps("yes")
    assert walker.step == "X1"


@pytest.mark.parametrize("text", ["1234", "12345678901234567895", "I forgot it"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    """A wrong digit is noticed before anything is looked up."""
    walker = Walker().begins().writes("delete", text)
    assert says(walker.card) == ("X1b", "X1")
    assert isinstance(walker.replies[0], Refuse)


def test_a_number_that_opens_nothing_is_said_not_to() -> None:
    """The same words as for a mistyped one."""
    walker = Walker().begins().writes("delete", NUMBER).does(Looked(NOON, None))
    assert says(walker.card) == ("X1b", "X1")


def test_a_lost_number_gets_the_truth() -> None:
    """X4, and back to where she was."""
    walker = Walker().begins().writes("delete").taps("lost", "ok")
    assert walker.step == "Q"


def test_after_deleting_what_was_just_sent_nothing_says_it_waits() -> None:
    """R2 and R3 are no longer true then, so hello comes."""
    walker = sends(to_review(Walker()), row=9).writes(NUMBER).does(Looked(NOON, 9))
    walker.taps("delete", "ok")
    assert walker.step == "S1"


def test_after_deleting_an_older_answer_the_new_one_can_have_its_number() -> None:
    """Only what was deleted is gone."""
    walker = sends(to_review(Walker()), row=7).writes(NUMBER).does(Looked(NOON, 9))
    walker.taps("delete", "ok", "number")
    assert walker.replies == (Number(7),)


# Clear


def test_clearing_drops_the_draft_before_the_messages_go() -> None:
    """If the deleting breaks off, at least the draft is gone."""
    walker = Walker().reaches(5).writes("The food.", "clear").taps("delete")
    assert walker.replies == (ClearScreen(),)
    assert (walker.talk.answers, walker.talk.back) == ((), None)


def test_a_cleared_chat_is_forgotten_and_nothing_is_shown() -> None:
    """The screen stays empty."""
    walker = Walker().begins().writes("clear").taps("delete").does(Cleared(NOON))
    assert (walker.talk, walker.replies) == (Talk(), (Forget(),))


def test_clear_can_be_left_again() -> None:
    """Back leads to the question."""
    walker = Walker().begins().writes("clear").taps("back")
    assert says(walker.card)[-1] == "Q1"


# What changed while a talk rested


def test_nothing_is_asked_of_somebody_who_has_not_said_yes() -> None:
    """A question without a yes before it leads to hello."""
    talk = Talk(Step.QUESTION, language="en", pool="blue", card=3, touched=NOON)
    walker = Walker(talk=talk).writes("1")
    assert (walker.step, walker.talk.answers) == ("S1", ())


def test_a_service_closed_in_mid_talk_is_not_agreed_to() -> None:
    """A yes to a service that closed meanwhile leads to the list of the open ones."""
    talk = Talk(Step.CONSENT, language="en", pool="old", card=3, touched=NOON)
    walker = Walker(talk=talk).does(Tapped(NOON, 3, "yes"))
    assert (walker.step, walker.talk.agreed) == ("P2", 0)


def test_an_answer_that_the_form_no_longer_asks_for_is_not_sent() -> None:
    """A form that changed takes with it what it asked before."""
    gone = (Answer("Q1", ("good", "gone")), Answer("Q99", ("yes",)))
    talk = Talk(
        Step.REVIEW, language="en", pool="blue", card=3, touched=NOON, agreed=NOON
    )
    walker = Walker(talk=replace(talk, answers=gone)).taps("send")
    assert isinstance(walker.replies[0], Seal)
    assert walker.replies[0].answers == (Answer("Q1", ("good",)),)


# What the engine needs


@pytest.mark.parametrize("missing", ["languages", "countries", "forms"])
def test_a_deployment_that_cannot_end_a_talk_is_refused(missing: str) -> None:
    """It fails when serving starts, not when somebody is in danger."""
    with pytest.raises(IncompleteDeploymentError, match="Add it"):
        engine(**{missing: ()})


def test_when_something_broke_the_talk_can_be_shown_again() -> None:
    """The button of E1 works on the talk as it stands."""
    walker = Walker().begins()
    card = walker.engine.sorry(walker.talk)
    assert says(card) == ("E1",)
    walker.does(Tapped(NOON, card.number, choices(card)[0]))
    assert says(shown(walker.replies))[-1] == "Q1"


def test_events_of_the_flow_that_nobody_asked_for_change_nothing() -> None:
    """A late answer of the flow cannot move a talk."""
    walker = Walker().begins()
    before = walker.talk
    for event in (Sealed(0, 1), Numbered(0, NUMBER), Looked(0, 1), Cleared(0)):
        walker.does(event)
    assert walker.talk == before


def test_any_first_word_is_answered_by_the_choice_of_language() -> None:
    """Nothing is misunderstood before anything was asked."""
    walker = Walker().does(Wrote(NOON, "hello"))
    assert says(walker.card) == ("L1",)


def test_a_press_on_a_chat_that_was_forgotten_begins_anew() -> None:
    """A card that outlived its talk leads to the choice of language."""
    walker = Walker().does(Tapped(NOON, 17, "send"))
    assert (says(walker.card), walker.talk.card > 0) == (("L1",), True)


def test_a_new_talk_takes_the_guess_of_a_later_start() -> None:
    """The latest guess orders the languages."""
    walker = Walker().does(Started(NOON, guess="en")).does(Started(NOON, guess="ar"))
    assert choices(walker.card)[0] == "say:ar"
