using Whalepaper.Cli;

// One program: the site and the commands that look after it. `Commands` says which there are; `Site` says what the site consists of.
return await Commands.RunAsync(args);
