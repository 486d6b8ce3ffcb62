using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>Somebody with a browser: a page, and everything about it that should not have happened.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentBag<Task<long>> _weights = [];

    private Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors of the console, scripts that failed, policies that were broken, answers that never came.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Bytes that came over the line so far, as compressed as they came.</summary>
    public async Task<long> WeightAsync() => (await Task.WhenAll(_weights)).Sum();

    public static async Task<Visit> BeginAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page);
        page.Console += (_, message) =>
        {
            // A page that is not there is not there, and a form that is refused is refused: the browser says so in the console as well.
            if (message.Type == "error" && !message.Text.Contains("404 (Not Found)", StringComparison.Ordinal) && !message.Text.Contains("status of 422", StringComparison.Ordinal))
                visit.Faults.Add(message.Text);
        };
        page.PageError += (_, error) => visit.Faults.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            visit.Faults.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("csp-report", StringComparison.Ordinal) || !(request.Url.StartsWith("http://127.0.0.1", StringComparison.Ordinal) || request.Url.StartsWith("http://localhost", StringComparison.Ordinal) || request.Url.StartsWith("data:image/", StringComparison.Ordinal)))
                visit.Faults.Add($"asked for {request.Url}");
        };
        page.RequestFinished += (_, request) => visit._weights.Add(WeighAsync(request));
        await page.AddInitScriptAsync("window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifted += entry.value)).observe({ type: 'layout-shift', buffered: true });");
        await page.AddInitScriptAsync("window.harmed = []; window.harm = what => window.harmed.push(what); document.addEventListener('securitypolicyviolation', e => window.harmed.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));");
        return visit;
    }

    /// <summary>Opens an address and waits until all that the page names is there, and its scripts ran.</summary>
    public async Task<IResponse> OpenAsync(string path) => (await Page.GotoAsync(path))!;

    /// <summary>Signs in by a link, which asks whether that is meant.</summary>
    public async Task EnterAsync(string link)
    {
        await OpenAsync(link);
        await Page.Locator("main button[type=submit]").First.ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex("/me$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Asserts that nobody has to scroll sideways.</summary>
    public async Task FitsAsync() =>
        Assert.True(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{Page.Url} is too wide");

    /// <summary>How far what stood on the page moved while it was set: the browser's own measure, 0 where nothing did.</summary>
    public async Task<double> ShiftAsync() =>
        await Page.EvaluateAsync<double>("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shifted))))");

    /// <summary>Asserts that nothing was wrong so far.</summary>
    public async Task IsCleanAsync()
    {
        Assert.Empty(Faults);
        Assert.Empty(await Page.EvaluateAsync<string[]>("() => window.harmed ?? []"));
    }

    /// <summary>Asserts that axe finds nothing to object to.</summary>
    public async Task IsAccessibleAsync()
    {
        var result = await Page.RunAxe();
        Assert.True(result.Violations.Length == 0, Page.Url + "\n" + string.Join('\n', result.Violations.Select(v =>
            $"{v.Id}: {v.Help}\n  " + string.Join("\n  ", v.Nodes.Take(3).Select(n => n.Html)))));
    }

    private static async Task<long> WeighAsync(IRequest request)
    {
        var sizes = await request.SizesAsync();
        return sizes.ResponseBodySize + sizes.ResponseHeadersSize;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
