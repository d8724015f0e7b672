"""Files that we ship, and files that people send."""

from pathlib import Path
from typing import Any

from cestvous.config.settings.environment import STATE, env

FILES_FOLDER = Path(env.str("FILES_FOLDER", default=str(STATE / "files")))
STATIC_URL = "static/"
# Gathered once for each version: a container has them in its image, apart from all that changes.
# Where it really is: a server keeps to its version's when the next one takes its place.
STATIC_ROOT = Path(env.str("STATIC_FOLDER", default=str(STATE / "static"))).resolve()
STORAGES: dict[str, dict[str, Any]] = {
    # What people send. Kept out of reach of any web server: our own pages ask who may see it.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_FOLDER, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A bucket, where machines share no folder. Nobody but us needs to read it.
S3_BUCKET = env.str("S3_BUCKET", default="")
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "cestvous.kernel.storage.PrivateBucket",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("S3_SECRET_KEY", default="") or None,
            "location": env.str("S3_FOLDER", default=""),
        },
    }
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

PICTURE_MEGABYTES = env.int("PICTURE_MEGABYTES", default=12)
DOCUMENT_MEGABYTES = env.int("DOCUMENT_MEGABYTES", default=20)
# All that one form may weigh; what is heavier is refused before any of it is read.
UPLOAD_MEGABYTES = env.int("UPLOAD_MEGABYTES", default=80)
# A virus scanner (clamd): /run/clamav/clamd.ctl, or host:port. Empty: none is asked.
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="")
# Sites whose videos a presentation may show, on a click: www.youtube.com, and PeerTube sites by their name.
VIDEO_HOSTS = env.list("VIDEO_HOSTS", default=["www.youtube.com"])
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "cestvous.web.files.weighing.HeavyRequestHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
