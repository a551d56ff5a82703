"""What colleagues say to what stands on the wall, by what it is; each is said once, in turn."""

from innovate.recognition.models import PostKind

SAID: dict[PostKind, tuple[str, ...]] = {
    PostKind.KUDOS: (
        "I was there. It was exactly like that.",
        "This made my morning.",
        "You did the same for me in March, and I never said so. Thank you.",
        "The customer rang again, only to say how well it went.",
        "That is how I want to work.",
        "And nobody asked you to. That is the point.",
        "Could you show us on Thursday how you do that?",
        "My whole shift says hello and thank you.",
        "I have copied your sentence onto a note by my screen.",
        "More of this, please, from all of us.",
    ),
    PostKind.AWARD: (
        "Well deserved. It has been quieter on the phones since.",
        "I remember the first sketch on the back of a delivery note.",
        "From the night shift: thank you.",
        "The evening team noticed the difference before anybody told us.",
        "Nobody has earned this more.",
        "Cake on Friday, second floor.",
        "You asked us first, and it shows.",
        "My customers thank you too, though they do not know your name.",
        "So glad that somebody saw this.",
        "It looked so simple afterwards. It was not.",
    ),
    PostKind.LAUNCH: (
        "Live at our counter since Monday, and I would not give it back.",
        "When does it come to Gdańsk?",
        "The number at the end of the sentence is the part I like.",
        "I voted for this one in its first week.",
        "Two customers said “finally” today.",
        "We can stop explaining it away now.",
    ),
    PostKind.LESSON: (
        "Better to know. We would have bought forty of them.",
        "We had the same hunch at our store. Saved us a month.",
        "Thank you for writing down what did not work, too.",
        "The part about the first week is worth remembering.",
        "Can somebody bring this to the Monday meeting?",
        "I would try it again with the evening customers only.",
    ),
    PostKind.BADGE: ("Long overdue.", "Told you so."),
    PostKind.MILESTONE: (
        "You trained half of us. Happy anniversary.",
        "I still have your first note to me.",
        "Here is to the next ones.",
    ),
}
REPLIES = (
    "Thank you all. It was the whole shift.",
    "Blushing. Thank you.",
    "I only wrote it down. You did the trying.",
    "Thank you, this means a lot.",
    "Thanks. There is a second part that I want to try in spring.",
)
