"""Stories: one piece of news and all who tell it: whose page stands for it, who had it from whom, what came of it."""
