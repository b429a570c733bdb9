"""How static files are named in production: each by its content, also where one of our scripts imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (
    r"""(?P<matched>import(?P<names>\s*\{[^}]*\}\s*)from\s*["'](?P<url>\./[^"']+)["'])""",
    'import%(names)sfrom "%(url)s"',
)


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Only scripts at the root are looked into: libraries bring modules whose imports are not files here."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("live.js", (IMPORT,)), ("zones.js", (IMPORT,)))
