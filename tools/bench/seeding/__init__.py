"""A city to measure, of any size: made by bulk, and as the actions of the house would have made it.

``shapes`` says how much of everything, ``words`` what people say; ``city`` and ``deciding`` call the real actions,
``voices`` and ``citing`` write rows at once; ``checking`` counts it all anew.
"""
