using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;

namespace Whalepaper.Tests.Data;

/// <summary>Lets others act in the midst of somebody's work: right before a question to the database that a test names.</summary>
internal sealed class Between : DbCommandInterceptor
{
    private readonly Lock _lock = new();
    private string? _part;
    private int _left;
    private Func<Task>? _act;

    /// <summary>Sets it up in a house.</summary>
    public void SetUp(WebApplicationBuilder builder)
    {
        builder.Services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(this));
        builder.Services.ConfigureDbContext<PostgresDb>(options => options.AddInterceptors(this));
    }

    /// <summary>Acts once, before a question is asked.</summary>
    /// <param name="part">What stands in the question.</param>
    /// <param name="act">What to do before it.</param>
    /// <param name="nth">Which of those in which it stands, from 1.</param>
    public void Before(string part, Func<Task> act, int nth = 1)
    {
        lock (_lock)
            (_part, _act, _left) = (part, act, nth);
    }

    /// <summary>Whether it was done.</summary>
    public bool IsDone => _act is null;

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Take(command.CommandText) is { } act)
            await act();
        return result;
    }

    private Func<Task>? Take(string question)
    {
        lock (_lock)
        {
            if (_part is null || !question.Contains(_part, StringComparison.Ordinal) || --_left > 0)
                return null;
            var act = _act;
            (_part, _act) = (null, null);
            return act;
        }
    }
}
