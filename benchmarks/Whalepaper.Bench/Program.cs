using Whalepaper.Bench;

// Four programs in one: the measuring, the server that stands in the way of comparison, the loop that sends letters and the server that tells many, which do nothing else.
return args switch
{
    ["host", .. var rest] => await BenchHost.RunAsync(rest),
    ["mail", .. var rest] => await BareMail.RunAsync(rest),
    ["stream", .. var rest] => await BareStream.RunAsync(rest),
    _ => await Measuring.RunAsync(args),
};
