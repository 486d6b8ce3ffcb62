using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Whalepaper.Bench;

/// <summary>What was found, as a page of the documentation.</summary>
internal static class Report
{
    private static readonly (char Law, string Title, string Words)[] Sections =
    [
        ('a', "A kept page", "The topic page with 300 entries for readers without an account, against a fixed answer of the same bytes and headers from the same server; 16 connections."),
        ('b', "An unkept page", "The same page made anew for every request, against one bare component that renders the same HTML from memory; one connection."),
        ('c', "Many papers", "What a page costs among 30,000 papers against the same page among 300; never kept, one connection."),
        ('d', "Import", "The `import` command, from its start to its end."),
        ('e', "Start", "From the start of the process to the first 200, against a web project that says hello, published as it comes. Ours is published for the kind of machine, with its .NET and compiled as one, as docs/operating.md says; so it is for (c), (d), (f), (s), (y), (t), (n), (l) and (o)."),
        ('f', "Memory", "The resident set of a server with 30,000 papers."),
        ('y', "Five years", "The planning board and a reading list of a group of 20 topics, 3 tracks, 3,000 papers and 2,000 members, against those of a group in its first topic with 150 papers and 100 members; never kept, one connection."),
        ('t', "Claims", "Members claim the same papers and dates at once, four for each place, by the API; then the database is asked who has what."),
        ('n', "Notices", "One notice to a large group: what readers notice while its deliveries are written, letters sent in a second against a bare loop over one connection to the same mail server, and the memory held while all of them are due."),
        ('l', "Listeners", "2,000 pages of one meeting are open at one server, and the host's; forty are there, a dozen questions are asked. The host turns to the next part, or somebody asks, and all of them show it. The time runs from the request, so it holds the commit and the setting of the page for host and listeners; against a bare broadcaster that is handed the same bytes, with as many connections. Then a hundred ask at once; and in a room of forty pages a thousand check in over 16 connections."),
        ('o', "Closing a topic", "A topic of ten meetings in a group of 10,000 members and 100,000 entries of the ledger, and in one of 100,000 members and 1,000,000 entries, a tenth of whom were low: frozen, told, decided (in the database), carried out and undone over the API as a member of the committee does; the steps are days apart, so the inboxes are filled in between. In the smaller group the middle of three closings after a first one, in the larger one the first. Then one member's own participation in both, in turns; never kept, one connection."),
        ('r', "Readers and writers", "A group of 5,000 papers and 5,000 members: nine of ten requests read (half of them by members who are signed in), one changes something that others see. Requests come at a rate, answered or not; whoever finds no connection free has waited since they were due. The server has all cores of the machine, with the load and the database beside it. The rate is raised until there is an error, or until the 95th percentile of reads or of writes is ten times its own median of an idle server; then the highest is held for ten minutes."),
        ('m', "Half an hour", "The same group and the same requests, 60 a second for half an hour, after five minutes of warming up: the straight line through what memory, handles and threads were every ten seconds."),
        ('s', "Search", "The search page over questions of every kind, never kept, one connection: 100,000 papers against 1,000."),
    ];

    /// <summary>Writes it in Markdown.</summary>
    public static string Of(Findings findings, Terms terms)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Benchmarks

            Written by `./bench --report` on {terms.Day}. Only the ratios are judged: both sides of each were measured in the same run, in turns,
            {terms.Rounds} rounds of {terms.Stretch.TotalSeconds:0} s, and the middle round counts. The other figures belong to this machine.

            - {Machine()}
            - {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}; the server on core {terms.Cores.Server}, the load on core {terms.Cores.Load}
            - SQLite in the data folder{(terms.Postgres is null ? "" : "; PostgreSQL beside it, with the settings of a small server")}

            """);
        foreach (var (law, title, words) in Sections)
            Write(text, findings, law, $"## {title}\n\n{words}");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Write(StringBuilder text, Findings findings, char law, string head)
    {
        var (verdicts, figures) = (findings.Verdicts.Where(v => v.Law == law).ToList(), findings.Figures.Where(f => f.Law == law).ToList());
        if (verdicts.Count + figures.Count == 0)
            return;
        text.Append('\n').Append(head).Append("\n\n");
        if (verdicts.Count > 0)
            text.Append("| Ratio | Limit | Measured |\n|---|---|---|\n");
        foreach (var verdict in verdicts)
            text.Append(CultureInfo.InvariantCulture, $"| {verdict.What} | {verdict.LimitText} | {verdict.Value:0.00}{(verdict.Passed ? "" : " (broken)")} |\n");
        if (verdicts.Count > 0 && figures.Count > 0)
            text.Append('\n');
        if (figures.Count > 0)
            text.Append("| Figure | Measured |\n|---|---|\n");
        foreach (var figure in figures)
            text.Append(CultureInfo.InvariantCulture, $"| {figure.What} | {figure.Value} |\n");
    }

    private static string Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024 * 1024.0);
        return string.Create(CultureInfo.InvariantCulture, $"{processor ?? "unknown processor"}, {Environment.ProcessorCount} cores, {memory:0} GB");
    }
}
