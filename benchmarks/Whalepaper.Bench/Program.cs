using Whalepaper.Bench;

// Two programs in one: the measuring, and the server that stands in the way of comparison.
return args is ["host", .. var rest] ? await BenchHost.RunAsync(rest) : await Measuring.RunAsync(args);
