"""English words that no dictionary of nouns and verbs has; they are not misspelt."""


def words(text: str) -> frozenset[str]:
    """The words in a text."""
    return frozenset(text.split())


FUNCTION_WORDS = words("""
    about across after again against all almost along already also although always am among and
    another any anybody anyone anything anyway anywhere are around as at away back because been
    before behind being below beneath beside besides between beyond both but by can cannot could
    did does doing done down during each either else enough even ever every everybody everyone
    everything everywhere few first for forever from had has have having he her here hers herself
    him himself his how however if in indeed instead into is it its itself just last least less
    like lol many maybe me might mine more most much must my myself near neither never next no
    nobody none nor not nothing now nowhere of off often okay on once one only onto or other others
    our ours ourselves out outside over own perhaps please quite rather really round same several
    shall she should since so some somebody somehow someone something sometimes somewhere soon still
    such than that the their theirs them themselves then there these they thing this those through
    throughout till to together tomorrow tonight too toward towards twice under unless until up
    upon us very via was we well were what whatever when whenever where wherever whether which
    while who whoever whole whom whose why will with within without would yes yesterday yet you
    your yours yourself bro bruh dude guys gonna gotta kinda sorta wanna lemme dunno yeah yep nope
    ok omg wtf idk mom mum dad grandpa grandma bff bf gf selfie meme vibe vibes wifi
""")
