"""Half a year of thanks between colleagues at Lindqvist Home: who thanked whom, for what, and who added on."""

from dataclasses import dataclass

from innovate.rewards.thanking import Occasion

ASK, PLAIN, SMALL, TOGETHER = "Ask the customer", "Say it plainly", "Try it small", "Carry it together"

VALUES = (
    (ASK, "We listen before we decide, and pass on what was really said."),
    (PLAIN, "Short words, honest numbers, no blame."),
    (SMALL, "A week in one team tells more than a meeting."),
    (TOGETHER, "Whoever sees that help is needed, helps."),
)


@dataclass(frozen=True, slots=True)
class About:
    """What thanks are for: the idea of a story, its experiment, or one of its comments."""

    story: str
    kind: Occasion = Occasion.IDEA
    comment: int = 0


@dataclass(frozen=True, slots=True)
class AddedOn:
    """What a third one said to it, so much later."""

    who: str
    points: int
    words: str
    after: float = 0.3  # days


@dataclass(frozen=True, slots=True)
class Thanked:
    """One colleague's thanks, so many days ago."""

    day: float
    giver: str
    to: tuple[str, ...]
    points: int
    value: str
    words: str
    about: About | None = None
    added: tuple[AddedOn, ...] = ()


def _test(story: str) -> About:
    return About(story, Occasion.EXPERIMENT)


def _said(story: str, comment: int) -> About:
    return About(story, Occasion.COMMENT, comment)


KUDOS = (
    Thanked(171.4, "Linnea Björk", ("Saga Nyberg",), 20, ASK, "You counted how many people gave up at the login before you wrote a word about labels. That is why nobody argued.", About("label-in-the-box"), (AddedOn("Emil Fors", 10, "I had looked at those parcels for years and never counted."),)),
    Thanked(162.5, "Jeppe Nørgaard", ("Mette Kjær",), 10, TOGETHER, "For standing at the barrier with me on a Saturday in the rain, with a stopwatch.", _said("pickup-bell", 1)),
    Thanked(158.1, "Elin Sandberg", ("Oskar Lund", "Gustav Persson"), 15, TOGETHER, "You two took my calls so that I could write the idea down while it was warm.", _said("call-back", 0)),
    Thanked(151.6, "Katarzyna Pawlak", ("Michał Zając",), 20, SMALL, "Twelve streets, two weeks, one map on the wall. I believed it when I saw the pins.", About("two-hour-window"), (AddedOn("Paweł Sikora", 10, "And he rode along."), AddedOn("Tomasz Wiśniewski", 25, "The calmest morning meeting in a year.", 1.1))),
    Thanked(145.2, "Agnieszka Nowak", ("Zofia Kamińska", "Natalia Dąbrowska"), 15, PLAIN, "The notes that you wrote for each other are the ones that we all use now.", About("one-page-notes")),
    Thanked(140.3, "Ida Sjögren", ("Karim Haddad",), 15, PLAIN, "Forty product texts without the word “premium”. Customers noticed, and so did I.", About("real-sizes")),
    Thanked(136.7, "Camilla Juhl", ("Mads Vestergaard",), 20, TOGETHER, "You came in on your day off to look at a kitchen plan with fresh eyes, and found the dishwasher.", _said("kitchen-second-look", 0), (AddedOn("Anders Møller", 20, "That dishwasher would have cost us a week."),)),
    Thanked(131.2, "Gustav Persson", ("Amina Yusuf",), 20, PLAIN, "You said what all of us thought about the closing script, and said it kindly.", About("script-less")),
    Thanked(126.5, "Henrik Dahl", ("Saga Nyberg", "Emil Fors", "Mikael Strand"), 20, SMALL, "Three weeks of labels by hand, and not one parcel without its number. The result is good because you were.", _test("label-in-the-box"), (AddedOn("Linnea Björk", 10, "On top of the spring rush."), AddedOn("Elin Sandberg", 10, "And every one of my calls about labels had an answer."))),
    Thanked(119.9, "Viktor Holm", ("Sofia Ahlgren",), 10, TOGETHER, "For listening to the same call four times with me until I heard it too."),
    Thanked(114.4, "Elin Sandberg", ("Agnieszka Nowak",), 15, ASK, "You asked your customers when they would like to be called back. We had only guessed.", _said("call-back", 3)),
    Thanked(112.6, "Maja Ekström", ("Elin Sandberg", "Viktor Holm"), 30, SMALL, "Call back works, and we know it, because you kept to the plan on the day it was hardest.", _test("call-back"), (AddedOn("Oskar Lund", 10, "From the one who sat beside the queue."),)),
    Thanked(108.0, "Paweł Sikora", ("Katarzyna Pawlak",), 10, TOGETHER, "For the new tour sheet. My drivers say that it is the first that they can read at a traffic light."),
    Thanked(103.3, "Tomasz Wiśniewski", ("Michał Zając", "Katarzyna Pawlak"), 25, SMALL, "Two hours, promised in the morning and kept. You made it look easy, and it was not.", _test("two-hour-window")),
    Thanked(98.8, "Tobias Krogh", ("Nanna Skov",), 20, ASK, "You watched six people look for a screw in our old catalogue and did not help one of them. That taught us more than a survey.", About("parts-by-picture")),
    Thanked(95.1, "Karim Haddad", ("Ida Sjögren", "Daniel Novak"), 10, PLAIN, "For the honest photo of the sofa with the tall man on it. He is my cousin and agrees.", _said("real-sizes", 1)),
    Thanked(91.0, "Linnea Björk", ("Ahmed Rahimi", "Viktor Holm"), 15, TOGETHER, "You answered every “where is my money” while we tried the text. I know how many those were.", _test("refund-text")),
    Thanked(87.5, "Joanna Krawczyk", ("Jakub Lewandowski",), 15, ASK, "One photo of a doormat ended forty disputes. Thank you for not letting go of it.", About("photo-of-the-spot"), (AddedOn("Zofia Kamińska", 10, "My late shift is half as loud."),)),
    Thanked(84.2, "Samuel Åberg", ("Jeppe Nørgaard",), 10, PLAIN, "You told me on the phone that the stock figure was wrong, and why, without sighing once.", _said("stock-per-store", 0)),
    Thanked(80.6, "Sofia Ahlgren", ("Amina Yusuf", "Gustav Persson", "Elin Sandberg"), 15, SMALL, "The script is gone, the calls are warmer, and you measured both.", _test("script-less"), (AddedOn("Leila Karimi", 10, "Customers say goodbye like people now."),)),
    Thanked(76.4, "Mette Kjær", ("Oliver Friis",), 5, TOGETHER, "For carrying chairs to the service desk before anybody asked."),
    Thanked(73.9, "Anders Møller", ("Camilla Juhl", "Mads Vestergaard"), 25, SMALL, "Not one kitchen was ordered wrong in the trial. I counted twice, as you taught me.", _test("kitchen-second-look")),
    Thanked(70.2, "Leila Karimi", ("Tobias Krogh",), 10, ASK, "You told me which picture a technician needs. It was not the one that I would have asked for.", _said("photo-by-text", 0)),
    Thanked(66.8, "Wilma Öberg", ("Tove Hellström",), 10, PLAIN, "Your seven words on the button replaced my two paragraphs beneath it.", _said("order-change", 2)),
    Thanked(63.5, "Mads Vestergaard", ("Kirsten Østergaard",), 15, TOGETHER, "You moved nine bookings so that one customer in a wheelchair had her kitchen by Friday."),
    Thanked(60.1, "Gustav Persson", ("Leila Karimi", "Oskar Lund"), 10, SMALL, "For trying the picture link on each other before trying it on customers.", About("photo-by-text")),
    Thanked(57.7, "Piotr Zieliński", ("Ewa Mazur",), 20, TOGETHER, "You swapped your own weekend so that nobody in your team had to."),
    Thanked(54.0, "Elin Sandberg", ("Amina Yusuf",), 15, PLAIN, "Your plain question about my second idea saved me a month of the wrong test."),
    Thanked(51.3, "Daniel Novak", ("Karim Haddad",), 10, PLAIN, "For the sentence under the chart. Now people read the chart."),
    Thanked(47.9, "Oskar Lund", ("Sara Bach", "Wilma Öberg"), 10, ASK, "You both asked mattress customers what they would say in week three. They said it.", _said("mattress-trial", 0)),
    Thanked(44.6, "Henrik Dahl", ("Linnea Björk",), 25, TOGETHER, "For the week in which you ran refunds and the test, and went home on time on Friday because I asked you to.", _test("refund-text"), (AddedOn("Hanna Wikström", 10, "And left us a list that even I could follow."),)),
    Thanked(42.2, "Natalia Dąbrowska", ("Jakub Lewandowski",), 10, PLAIN, "For telling me that my evening idea had a hole, before everybody else did."),
    Thanked(39.5, "Yusuf Demir", ("Mads Vestergaard", "Nanna Skov"), 10, TOGETHER, "For the box with the small parts in my van. I have used it on every tour since."),
    Thanked(36.4, "Bartosz Wójcik", ("Jakub Lewandowski", "Maja Ekström"), 15, ASK, "You asked which language people think in when something is broken. Nobody had.", _said("polish-line", 0)),
    Thanked(33.8, "Karin Lindqvist", ("Camilla Juhl", "Michał Zając", "Elin Sandberg"), 30, SMALL, "Three ideas, three tests, three things that customers feel this autumn. I told the board about each of you by name.", None, (AddedOn("Birgitta Sandell", 20, "The board asked how you did it."), AddedOn("Henrik Dahl", 15, "Well earned."), AddedOn("Tomasz Wiśniewski", 15, "Very well earned."))),
    Thanked(31.0, "Saga Nyberg", ("Hanna Wikström",), 10, TOGETHER, "For the late parcels that you opened with me, and the song."),
    Thanked(28.7, "Lars Thomsen", ("Oliver Friis", "Jeppe Nørgaard"), 10, TOGETHER, "A quiet hour needs somebody at the loud door. That was you two."),
    Thanked(23.9, "Kirsten Østergaard", ("Tobias Krogh",), 15, PLAIN, "You said “I do not know yet” to a customer, and then you knew by four o’clock.", _test("repair-estimate")),
    Thanked(21.4, "Ahmed Rahimi", ("Daniel Novak", "Ida Sjögren"), 10, PLAIN, "You cut my list of return reasons from thirty to seven, and each of the seven says something.", _said("reasons-list", 0)),
    Thanked(19.6, "Zofia Kamińska", ("Joanna Krawczyk",), 10, ASK, "For calling three carriers about one promise on one page.", _said("delivery-on-page", 0)),
    Thanked(18.9, "Elin Sandberg", ("Karim Haddad",), 15, PLAIN, "You drew the care label for me in an afternoon, and customers stopped calling about wool.", About("care-pages"), (AddedOn("Sara Bach", 10, "The lamp desk thanks you for the bulb, too."),)),
    Thanked(17.2, "Viktor Holm", ("Oskar Lund", "Zofia Kamińska"), 5, SMALL, "For trying the quiet hour before it was fashionable.", _said("quiet-hour", 0)),
    Thanked(15.8, "Camilla Juhl", ("Katarzyna Pawlak", "Yusuf Demir"), 10, ASK, "You told me what drivers really do with cardboard. My idea is better for it.", _said("unpack-and-take", 0)),
    Thanked(14.1, "Linnea Björk", ("Lars Thomsen",), 10, TOGETHER, "You taught two of us the service desk’s tricks in one lunch break.", _said("returns-in-store", 2)),
    Thanked(12.9, "Gustav Persson", ("Leila Karimi", "Elin Sandberg", "Viktor Holm"), 10, SMALL, "Pictures by text: decided, and it was your patience with the numbers that decided it.", _test("photo-by-text"), (AddedOn("Maja Ekström", 20, "I read every line of the diary."),)),
    Thanked(11.3, "Natalia Dąbrowska", ("Tove Hellström", "Oskar Lund"), 10, PLAIN, "Nine menu choices became three because you two read them aloud to me.", _said("plain-menu", 1)),
    Thanked(10.2, "Wilma Öberg", ("Emil Fors", "Linnea Björk"), 10, ASK, "You asked when the picker really starts. It was not when the system said.", _test("order-change")),
    Thanked(9.4, "Henrik Dahl", ("Hanna Wikström", "Ida Sjögren"), 20, SMALL, "You offered the exchange first, and you were the first to show me where it did not help.", _test("exchange-not-return")),
    Thanked(8.3, "Leila Karimi", ("Gustav Persson",), 10, PLAIN, "You said to a customer that the delay was ours, and I heard her relax.", _said("delay-honest", 0)),
    Thanked(7.2, "Karim Haddad", ("Elin Sandberg",), 10, ASK, "For the customer’s sentence about the bulb. It is on our wall, in large letters.", About("old-bulbs"), (AddedOn("Saga Nyberg", 10, "On ours, too."),)),
    Thanked(6.1, "Jonas Berg", ("Mads Vestergaard", "Kirsten Østergaard", "Yusuf Demir"), 25, SMALL, "A face before the visit, and the dog is in the kitchen when you ring. You made that measurable.", _test("fitter-photo"), (AddedOn("Nanna Skov", 15, "And you all look friendly, which helped."), AddedOn("Piotr Zieliński", 10, "The photographs are good, too."))),
    Thanked(5.4, "Mette Kjær", ("Jeppe Nørgaard", "Samuel Åberg"), 10, SMALL, "One shelf a day, thirty days, no excuses.", _test("shelf-scan")),
    Thanked(4.3, "Freja Lindholm", ("Paweł Sikora",), 20, ASK, "You asked about the stairs before we did, and a piano arrived where it should.", _test("call-before-stairs")),
    Thanked(3.6, "Oliver Friis", ("Mette Kjær",), 5, TOGETHER, "For the bench, and for sitting on it with the gentleman who waited.", _said("queue-ticket", 0)),
    Thanked(2.7, "Birgitta Sandell", ("Oskar Lund", "Amina Yusuf"), 15, PLAIN, "It takes courage to say that a call is too much, and care to answer that. You did one each.", _said("angry-handover", 0), (AddedOn("Ewa Mazur", 10, "My team read it together."),)),
    Thanked(2.1, "Ida Sjögren", ("Elin Sandberg", "Lars Thomsen"), 10, ASK, "You found out that people keep the order, not the guarantee. Of course they do.", About("warranty-first")),
    Thanked(1.5, "Elin Sandberg", ("Leila Karimi", "Sofia Ahlgren", "Marek Kowalczyk"), 10, TOGETHER, "Monday’s queue was gone by ten because the three of you came in early."),
    Thanked(1.1, "Amina Yusuf", ("Henrik Dahl",), 15, PLAIN, "You gave the reason before anybody had to ask for it.", None, (AddedOn("Linnea Björk", 10, "As he does with us."),)),
    Thanked(0.7, "Tobias Krogh", ("Sara Bach", "Anders Møller"), 10, TOGETHER, "For clearing the corner by the lamps for a repair table. Eleven toasters wait for it.", _said("repair-cafe", 0)),
    Thanked(0.4, "Sofia Ahlgren", ("Elin Sandberg",), 10, ASK, "You slowed down for a customer who could not hear well, and the queue waited, and nobody minded.", None, (AddedOn("Gustav Persson", 10, "I heard that call. So should others.", 0.1),)),
    Thanked(0.15, "Karim Haddad", ("Tove Hellström", "Camilla Juhl"), 10, PLAIN, "The search knows the word “thingy” now, thanks to you.", _said("search-words", 2)),
)  # fmt: skip
