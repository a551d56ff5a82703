"""What the experiments of the company hold beside their plans: guardrails, teams, diaries, forecasts, further rounds."""

from innovate.demo.trial import Amended, Beside, Corrected, Earlier, Note, Team, Trial

_CSAT = Beside("CSAT top box", "share", 0.78, 0.783, 90, margin=0.04, library="CSAT top box")

TRIALS: dict[str, Trial] = {
    "label-in-the-box": Trial(
        library="Contacts per thousand orders",
        team="Returns desk",
        risks="People may send more back because it is easy. We count returns per hundred orders beside the calls.",
        stop_rules="Stop if returns rise by more than one in ten.",
        outcomes=(
            "Labels go into every parcel under 20 kg from the next print run on.",
            "Two more weeks with double the parcels, then decide.",
            "Labels come out, and the e-mail with the link gets a larger button.",
        ),
        beside=(
            Beside("Parcels returned, of all sent", "share", 0.083, 0.084, 620, better="down", margin=0.015),
        ),
        diary=(
            Note(156, "Emil Fors", "First pallet with labels on the outside. Sorted without opening a single box."),
            Note(149, "Saga Nyberg", "“I had put the lamp back in its box and thought: now the drama with the printer. And then there was the label.”", is_customer=True),
            Note(138, "Linnea Björk", "The label must lie on top. Under the instructions nobody finds it: three calls today."),
        ),
    ),
    "refund-text": Trial(
        library="Contacts per thousand orders",
        team="Returns desk",
        outcomes=(
            "The text goes out with every refund.",
            "No text. We look at what people ask when they ring.",
            "No text, and we tell the delivery team, who send many.",
        ),
        diary=(
            Note(121, "Viktor Holm", "“Yes, I got your message. But has it really left? That is what I want to hear from you.”", is_customer=True),
            Note(114, "Hanna Wikström", "Second caller today who had read “processed” as “paid”. The word is in our own e-mail."),
        ),
        corrected=Corrected(109, "Hanna Wikström", 112, "Two evening calls were noted on the next morning’s sheet."),
    ),
    "exchange-not-return": Trial(
        team="Returns desk",
        risks="An exchange that is out of stock disappoints twice.",
        outcomes=(
            "The exchange stands first for every article that is in stock.",
            "We keep it where it is for one more season.",
            "The refund comes first again.",
        ),
        beside=(_CSAT,),
        diary=(
            Note(41, "Hanna Wikström", "“Swap” works, “exchange” does not: people thought of money and went on to the refund."),
            Note(30, "Saga Nyberg", "“I only wanted the blue one. That was easy.”", is_customer=True),
        ),
    ),
    "call-back": Trial(
        library="Answered within 20 seconds",
        team="Contact centre Malmö",
        risks="People who are called back at a bad moment.",
        conditions="Privacy: the number is deleted after the call (agreed with legal).",
        stop_rules="Stop if customers rate the contact worse by more than four points.",
        outcomes=(
            "The offer stays and goes to Gdańsk too.",
            "Try it with a shorter queue as the limit.",
            "Switch it off the same day.",
        ),
        beside=(_CSAT,),
        diary=(
            Note(146, "Elin Sandberg", "Two people did not pick up: they did not know the number. From tomorrow it shows ours."),
            Note(139, "Oskar Lund", "“I hung the washing and then you rang. Please keep it.”", is_customer=True),
        ),
    ),
    "one-page-notes": Trial(
        library="Handling time",
        team="Contact centre Gdańsk",
        risks="Private remarks in old notes become visible.",
        conditions="Notes are cleaned up before the first team begins.",
        outcomes=(
            "Every seat gets the window.",
            "Two more weeks for the teams that began last.",
            "The window goes, the clean notes stay.",
        ),
        steps=(
            Team("Gdańsk early", 121),
            Team("Malmö late", 118),
            Team("Gdańsk day", 115),
            Team("Malmö early", 112),
            Team("Gdańsk night", 109),
            Team("Malmö day", 106),
            Team("Gdańsk late", 103),
            Team("Malmö evening", None),
        ),
        diary=(
            Note(119, "Ewa Mazur", "Gdańsk early has begun. With five lines they stop reading, with two they do."),
            Note(104, "Zofia Kamińska", "“You know already? You are the first who does not make me tell it again.”", is_customer=True),
        ),
    ),
    "script-less": Trial(
        team="Contact centre Malmö",
        seats=("Amina", "Elin", "Gustav", "Leila", "Oskar", "Sofia", "Viktor", "Seat 8", "Seat 9", "Seat 10", "Seat 11", "Seat 12"),
        outcomes=(
            "Everybody closes in their own words.",
            "Each advisor chooses: it does no harm either way.",
            "The sentence stays.",
        ),
        beside=(Beside("Second calls within a day", "share", 0.11, 0.111, 120, better="down", margin=0.035),),
        diary=(
            Note(103, "Leila Karimi", "“Are you always this human?” That was after I forgot the sentence.", is_customer=True),
            Note(95, "Oskar Lund", "I say it anyway, out of habit. Told Gustav: those two calls are marked in the list."),
        ),
    ),
    "photo-by-text": Trial(
        library="First-contact resolution",
        team="Contact centre Malmö",
        conditions="Pictures are deleted after the call unless they are attached to a case (IT and legal agree).",
        outcomes=(
            "Every seat gets the button.",
            "A second test with assembly calls only.",
            "We use the e-mail address for pictures instead.",
        ),
        beside=(Beside("Handling time", "mean", 6.5, 6.45, 64, better="down", unit="min", margin=0.7, spread=0.55, library="Handling time"),),
        diary=(
            Note(44, "Leila Karimi", "Offered at once it feels as if we did not listen. I now ask for words first.", photo=1),
            Note(33, "Tobias Krogh", "“That thing there, next to the other thing.” One picture, and the right hinge is on its way.", is_customer=True),
        ),
    ),
    "two-hour-window": Trial(
        library="Contacts per thousand orders",
        team="Delivery planning",
        risks="Drivers who feel measured by a text that they did not write.",
        stop_rules="Stop if fewer than nine of ten arrive within their window for three days.",
        outcomes=(
            "All routes, from the first of the month.",
            "Four more weeks on the city routes.",
            "Back to the wide window, without the text.",
        ),
        beside=(Beside("Minutes per stop", "mean", 14.2, 14.25, 40, better="down", unit="min", margin=0.6, spread=0.3),),
        diary=(
            Note(141, "Paweł Sikora", "Drivers asked for the list that the customers get. They have it now, and the grumbling stopped."),
            Note(128, "Michał Zając", "“For the first time I went to work on a delivery day.”", is_customer=True),
        ),
    ),
    "photo-of-the-spot": Trial(
        team="Delivery planning",
        risks="It takes the driver time at each stop.",
        stop_rules="Stop if a stop takes more than twenty seconds longer.",
        outcomes=(
            "Every driver takes the picture.",
            "Not worth the seconds: we ask for the safe place when people order.",
            "We stop at once.",
        ),
        beside=(Beside("Minutes per stop", "mean", 4.1, 4.58, 60, better="down", unit="min", margin=0.33, spread=0.35),),
        diary=(
            Note(112, "Joanna Krawczyk", "In the dark the picture shows a white circle. From four o’clock on it is worth nothing."),
            Note(101, "Paweł Sikora", "Half a minute at each stop, 80 stops. The drivers do the sum before we do."),
        ),
    ),
    "call-before-stairs": Trial(
        team="Delivery planning",
        outcomes=(
            "The question goes into the order form.",
            "Ask by phone for wardrobes only.",
            "Stop asking.",
        ),
        diary=(Note(37, "Adam Szymański", "“Does a wardrobe fit in your lift?” works. “What is the clear width?” does not."),),
    ),
    "evening-slots": Trial(
        team="Delivery planning",
        risks="A holiday week falls into the second half.",
        stop_rules="Stop if a shift ends after 22:30 twice in a week.",
        outcomes=("Three evenings a week from January.", "Go on until the year’s end, then decide.", "No evenings."),
        switch=10,
        diary=(Note(6, "Michał Zając", "First evening: 31 stops, two with nobody at home."),),
    ),
    "real-sizes": Trial(
        team="Web shop care",
        outcomes=("All 64 sofas.", "The 32 stay, and we add the armchairs.", "The pictures go."),
        diary=(Note(118, "Sara Bach", "“So it is as long as you are. I had no idea.”", is_customer=True),),
    ),
    "stock-per-store": Trial(
        team="Web shop care",
        risks="The count in the store may be too bad for a number.",
        stop_rules="Stop as soon as complaints are clearly more, however early.",
        outcomes=(
            "The number stays on every page.",
            "Two more weeks.",
            "Back to “in stock”, and the count comes first.",
        ),
        diary=(
            Note(104, "Jeppe Nørgaard", "Counted lamps on Saturday evening: 14 on the page, 11 on the shelf."),
            Note(97, "Samuel Åberg", "“Your page said three. I drove forty kilometres for three.”", is_customer=True),
        ),
    ),
    "order-change": Trial(
        library="Contacts per thousand orders",
        team="Web shop care",
        outcomes=("For every order.", "For orders without assembly.", "Not at all."),
        beside=(Beside("Orders shipped on the same day", "share", 0.83, 0.826, 700, margin=0.02),),
    ),
    "assembly-time": Trial(
        team="Web shop care",
        more_arms=(("Facts and a price", 0.079),),
        outcomes=(
            "The version that won, on all 120 pieces.",
            "Two more weeks with the other 60 pieces.",
            "The page stays as it was.",
        ),
        beside=(Beside("Calls about assembly, per 1,000 orders", "rate", 31, 30, 105, better="down", unit="per 1,000 orders", margin=0.15, is_guard=False),),
        diary=(Note(12, "Karim Haddad", "The price frightens people who only wanted to know how long it takes."),),
    ),
    "pickup-bell": Trial(
        team="Store Aarhus",
        switch=137,
        outcomes=("The sign stays.", "Four more weeks with a larger sign.", "The sign goes."),
        diary=(
            Note(136, "Jeppe Nørgaard", "One in four texts. The sign said “please announce yourself”. Changed to “text us, we start fetching”."),
            Note(129, "Oliver Friis", "“You knew that I was coming?”", is_customer=True),
        ),
    ),
    "kitchen-second-look": Trial(
        team="Store Aarhus",
        outcomes=("Every kitchen gets a second look.", "Kitchens with an island only.", "Nobody looks twice."),
    ),
    "shelf-scan": Trial(
        team="Store Aarhus",
        outcomes=(
            "Every aisle, every five weeks.",
            "The three aisles that gained most.",
            "Back to counting twice a year.",
        ),
        steps=(
            Team("Lamps", 16),
            Team("Pots and pans", 12),
            Team("Glass", 8),
            Team("Textiles", 5),
            Team("Shelves", 2),
            Team("Beds", -4),
            Team("Garden", None),
        ),
        diary=(Note(15, "Jeppe Nørgaard", "Lamps took 26 minutes, not 20. The barcodes hang behind the shade."),),
    ),
    "parts-by-picture": Trial(
        library="Wrong parts among parts sent",
        team="Assembly and repairs",
        outcomes=("All products with a drawing.", "The next 100 products.", "Back to the description."),
        diary=(Note(120, "Nanna Skov", "“I clicked on the screw. I did not have to know its name.”", is_customer=True),),
    ),
    "fitter-photo": Trial(
        library="Visits where nobody opened",
        team="Assembly and repairs",
        outcomes=("Every visit.", "One more round with something changed.", "Only the time, as before."),
        earlier=Earlier(
            believed="a text with the fitter's first name and phone number",
            started=48,
            ends=30,
            iterated=27,
            truth=0.059,
            arms=("Time only", "Name and phone number"),
            change="Send a picture of the fitter, and the evening before in place of the morning.",
            lesson="A name alone changes little: it comes in the morning, when people have left for work. Whoever tries this again should ask first when the message is read.",
            spent=150,
        ),
        diary=(
            Note(20, "Kirsten Østergaard", "“I opened because I knew the face.”", is_customer=True),
            Note(17, "Mads Vestergaard", "They greet me by name. I was not ready for that.", photo=4),
        ),
    ),
    "photo-before-return": Trial(
        team="Returns desk",
        risks="The same broken plate, ten customers.",
        stop_rules="Stop if claims per customer rise above the level of last year.",
        outcomes=(
            "Photo is enough for glass and china under 60 euros.",
            "Four more weeks, with textiles too.",
            "The parcel comes back again.",
        ),
        diary=(
            Note(22, "Mikael Strand", "Nine of ten can be judged from one picture. For the tenth I ask for the bottom of the plate.", photo=5),
            Note(13, "Amina Yusuf", "“I thought I would have to pack shards.”", is_customer=True),
        ),
        corrected=Corrected(11, "Mikael Strand", 18, "A claim was entered twice."),
    ),
    "mattress-trial": Trial(
        team="Returns desk",
        outcomes=("Everybody gets the call.", "The text alone, for six weeks.", "No contact during the trial."),
        beside=(_CSAT,),
        diary=(Note(9, "Oskar Lund", "“You ring to ask how I sleep? That is kind.”", is_customer=True),),
    ),
    "polish-line": Trial(
        library="First-contact resolution",
        team="Contact centre Gdańsk",
        risks="The menu gets longer for everybody.",
        switch=12,
        outcomes=(
            "It stays, and the letters follow.",
            "Another five weeks.",
            "The choice goes out of the menu.",
        ),
        diary=(Note(10, "Jakub Lewandowski", "“I did not know that I could say it in my own words.”", is_customer=True),),
        amended=Amended(
            8,
            "Ewa Mazur",
            14,
            "The menu was down for two days after the change. We add a week rather than leave those days out.",
        ),
    ),
    "repair-estimate": Trial(
        team="Assembly and repairs",
        outcomes=("The range stands in every booking.", "Two more weeks.", "“It depends”, as before."),
        diary=(Note(14, "Nanna Skov", "The range must fit on one line of the text message."),),
    ),
    "quiet-hour": Trial(
        team="Contact centre Malmö",
        risks="The queue gets longer by two people’s hour.",
        stop_rules="Stop if the wait at the edges grows by more than a minute.",
        outcomes=("Every shift.", "Late shifts only.", "Open cases get a team of their own."),
        steps=(
            Team("Malmö early", -6),
            Team("Gdańsk late", -10),
            Team("Malmö late", -14),
            Team("Gdańsk early", -18),
            Team("Malmö day", -22),
            Team("Gdańsk day", None),
        ),
        beside=(Beside("Waiting time", "mean", 2.5, 2.6, 140, better="down", unit="min", margin=1.0, spread=1.1, library="Waiting time"),),
    ),
    "house-number": Trial(team="Delivery planning", outcomes=("The form asks everywhere.", "", "The form stays as it is.")),
    "care-pages": Trial(team="Web shop care"),
}  # fmt: skip

FORECASTERS = (
    "Daniel Novak",
    "Sofia Ahlgren",
    "Katarzyna Pawlak",
    "Mette Kjær",
    "Elin Sandberg",
    "Viktor Holm",
    "Joanna Krawczyk",
)
FORECASTS: dict[str, tuple[int | None, ...]] = {  # percent, in the order of the people above
    "label-in-the-box": (80, 70, 75, None, 95, 60, None),
    "refund-text": (35, 60, None, 55, 90, 70, None),
    "exchange-not-return": (75, 65, 60, 70, 95, None, None),
    "call-back": (85, 75, 70, None, None, 80, 65),
    "one-page-notes": (70, 80, 65, 60, 100, 85, None),
    "script-less": (30, 25, 40, None, 85, 55, None),
    "photo-by-text": (80, 75, 70, 85, 95, None, None),
    "two-hour-window": (85, 70, None, 75, 100, 70, 60),
    "photo-of-the-spot": (40, 50, 35, 45, 90, None, 75),
    "call-before-stairs": (70, None, 80, 65, 95, None, 75),
    "real-sizes": (65, 60, None, 80, 90, None, None),
    "stock-per-store": (30, 45, None, 25, 80, 60, None),
    "order-change": (85, 80, 75, None, 100, None, None),
    "pickup-bell": (75, None, 70, 90, 95, None, None),
    "kitchen-second-look": (60, 70, None, 85, 90, None, None),
    "parts-by-picture": (80, 75, None, 70, 95, None, None),
    "fitter-photo": (55, 50, 60, None, 90, None, None),
    "photo-before-return": (90, 80, None, 75, 100, None, None),
    "polish-line": (70, 65, None, None, 90, None, None),
    "quiet-hour": (45, 55, None, None, None, None, 35),
    "house-number": (75, None, 80, None, 90, None, None),
}
