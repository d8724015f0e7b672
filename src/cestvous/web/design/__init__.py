"""The design system: how every page of the house looks, is written and is read aloud.

One component is one tag (``templatetags/design``), one template (``web/templates/design``) and one stylesheet
(``styles/components``). ``README.md`` lists them; ``/styleguide/`` shows them in all their states.
"""
