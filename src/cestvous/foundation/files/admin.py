from cestvous.foundation.files.models import File
from cestvous.kernel.admin import look_at

look_at(File)
