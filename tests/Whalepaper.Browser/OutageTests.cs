using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>What somebody typed while the database was away is not lost: its page is loaded anew, and with it all is sent once more.</summary>
public sealed class OutageTests(House house)
{
    private const string Words = "Collect the questions a day before.\n\nThen **two** are asked first.";

    [Theory]
    [InlineData(true, "en", "This cannot be done right now")]
    [InlineData(false, "zh-CN", "现在暂时办不到")]
    public async Task What_was_typed_is_sent_once_more_by_loading_the_page_anew(bool script, string language, string says)
    {
        var away = new Away();
        var own = await house.ServeDemoAsync(away.SetUp);
        await using var visit = await house.VisitAsync(own.Address, language, 360, dark: script, script: script);
        await visit.OpenAsync(await own.LinkAsync("inner"));
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await visit.OpenAsync("/suggestions/new");
        var title = $"Questions before {language}";
        await visit.Page.Locator("[name=title]").FillAsync(title);
        await visit.Page.Locator("main form[action='/suggestions'] textarea").FillAsync(Words);

        away.IsAway = true;
        await visit.Page.Locator("main form[action='/suggestions'] button").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync(says);
        if (script)
            await visit.IsAccessibleAsync();
        away.IsAway = false;
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(title);
        await Assertions.Expect(visit.Page.Locator("main strong").Filter(new LocatorFilterOptions { HasText = "two" })).ToBeVisibleAsync();
        // The browser says in its console that it was told so.
        visit.Faults.RemoveAll(fault => fault.Contains("status of 503", StringComparison.Ordinal));
    }

    /// <summary>Lets the database be away.</summary>
    private sealed class Away : DbConnectionInterceptor
    {
        private volatile bool _isAway;

        public bool IsAway
        {
            set => _isAway = value;
        }

        public void SetUp(WebApplicationBuilder builder) => builder.Services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(this));

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            _isAway ? throw new SqliteException("SQLite Error 14: 'unable to open database file'.", 14) : ValueTask.FromResult(result);
    }
}
