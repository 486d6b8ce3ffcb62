using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Data;

public sealed class PlainQuestionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task One_that_fails_is_counted_like_any_other(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var faults = database.Services.GetRequiredService<DatabaseFaults>();
        faults.Forget();

        await database.WithAsync(db => Assert.ThrowsAnyAsync<DbException>(() => db.AskPlainlyAsync("""SELECT "Nothing" FROM "Nowhere" """, Stop)));

        Assert.Equal(1, faults.Count);
    }

    [Theory, BothEngines]
    public async Task What_a_question_holds_for_ever_is_interpreted(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            Assert.Equal("InterpretedConstants", db.GetInfrastructure().GetRequiredService(Type.GetType("Microsoft.EntityFrameworkCore.Query.ILiftableConstantProcessor, Microsoft.EntityFrameworkCore", throwOnError: true)!).GetType().Name);
            return Task.CompletedTask;
        });
    }

    [Theory, BothEngines]
    public async Task It_sees_what_its_own_transaction_did(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            db.Add(new Track("nlp", "自然语言处理", 0));
            await db.SaveChangesAsync(Stop);

            Assert.Equal(["nlp"], await db.AskPlainlyAsync("""SELECT "Code" FROM "Tracks" """, Stop));
        });
    }

    [Theory, BothEngines]
    public async Task The_hours_of_tracks_are_those_of_the_tracks(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            var (language, vision) = (new Track("nlp", "自然语言处理", 1), new Track("cv", "图像处理", 0));
            language.Rename("自然语言处理", "Language");
            language.MeetWeekly(new Slot(IsoDayOfWeek.Saturday, new LocalTime(20, 30)));
            db.AddRange(language, vision);
            await db.SaveChangesAsync(Stop);
        });

        var (hours, tracks) = await database.WithAsync(async db => (await db.TrackHoursAsync(Stop), await db.Tracks.AsNoTracking().OrderBy(track => track.Position).ToListAsync(Stop)));

        Assert.Equal(tracks.Select(track => new TrackHour(track.Id, track.Code, track.Name, track.EnglishName, track.Position, track.Slot?.Weekday, track.Slot?.Time)), hours);
        Assert.Equal([null, new LocalTime(20, 30)], hours.Select(hour => hour.Time));
    }
}
