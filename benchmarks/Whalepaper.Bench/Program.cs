using Whalepaper.Bench;

// Three programs in one: the measuring, the server that stands in the way of comparison, and the loop that sends letters and does nothing else.
return args switch
{
    ["host", .. var rest] => await BenchHost.RunAsync(rest),
    ["mail", .. var rest] => await BareMail.RunAsync(rest),
    _ => await Measuring.RunAsync(args),
};
