// Every way a person can go, one after the other in one process: they share the city's clock.
import "./ways/back_and_reload.mjs";
import "./ways/clock.mjs";
import "./ways/dead_ends.mjs";
import "./ways/fallback.mjs";
import "./ways/for_everyone.mjs";
import "./ways/journey.mjs";
import "./ways/keyboard.mjs";
import "./ways/late.mjs";
import "./ways/lost_answers.mjs";
import "./ways/monkey.mjs";
import "./ways/plain.mjs";
import "./ways/presses.mjs";
import "./ways/robots.mjs";
import "./ways/second_thoughts.mjs";
import "./ways/whole_city.mjs";
