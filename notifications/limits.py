"""How often something may be asked for: counted in the cache, so that all processes count together. Real time."""

from dataclasses import dataclass

from django.core.cache import cache

from okote_flow import clock


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` within any one span of `seconds`."""

    name: str
    most: int
    seconds: int = 60

    def allows(self, who: object) -> bool:
        """Count once more for this person or address."""
        span = int(clock.real_now().timestamp()) // self.seconds
        key = f"limit:{self.name}:{who}:{span}"
        cache.add(key, 0, timeout=2 * self.seconds)
        try:
            return cache.incr(key) <= self.most
        except ValueError:  # the cache was emptied in between
            return True


LINES_OF_PERSON = Limit("lines-person", 60)
LINES_OF_ADDRESS = Limit("lines-address", 600)  # a whole office may sit behind one address
PUBLIC_LINES_OF_ADDRESS = Limit("lines-public", 60)
POLLS_OF_PERSON = Limit("polls-person", 120)
POLLS_OF_ADDRESS = Limit("polls-address", 120)
