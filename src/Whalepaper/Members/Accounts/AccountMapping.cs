using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Members.Accounts;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
        builder.HasIndex(a => a.NormalizedEmail).IsUnique();
        builder.HasIndex(a => a.MemberId).IsUnique();
        builder.HasOne(a => a.Member).WithOne().HasForeignKey<Account>(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
        // Neither engine compares times with offsets alike; nobody asks for this one but in memory.
        builder.Property(a => a.LockoutEnd).HasConversion(end => end!.Value.ToUnixTimeMilliseconds(), kept => DateTimeOffset.FromUnixTimeMilliseconds(kept));
        builder.Ignore(a => a.PhoneNumber);
        builder.Ignore(a => a.PhoneNumberConfirmed);
        builder.HasMany<IdentityUserLogin<int>>().WithOne().HasForeignKey(login => login.UserId);
        builder.HasMany<IdentityUserToken<int>>().WithOne().HasForeignKey(token => token.UserId);
        builder.HasMany<IdentityUserPasskey<int>>().WithOne().HasForeignKey(passkey => passkey.UserId);
    }
}

internal sealed class AccountLoginMapping : IEntityTypeConfiguration<IdentityUserLogin<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<int>> builder)
    {
        builder.ToTable("AccountLogins");
        builder.HasKey(login => new { login.LoginProvider, login.ProviderKey });
    }
}

internal sealed class AccountTokenMapping : IEntityTypeConfiguration<IdentityUserToken<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<int>> builder)
    {
        builder.ToTable("AccountTokens");
        builder.HasKey(token => new { token.UserId, token.LoginProvider, token.Name });
    }
}

internal sealed class AccountPasskeyMapping : IEntityTypeConfiguration<IdentityUserPasskey<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<int>> builder)
    {
        builder.ToTable("AccountPasskeys");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(1024);
        builder.OwnsOne(passkey => passkey.Data).ToJson();
    }
}

internal sealed class SignInMapping : IEntityTypeConfiguration<SignIn>
{
    public void Configure(EntityTypeBuilder<SignIn> builder)
    {
        builder.HasIndex(s => s.KeyHash).IsUnique();
        builder.HasIndex(s => s.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class JoiningMapping : IEntityTypeConfiguration<Joining>
{
    public void Configure(EntityTypeBuilder<Joining> builder)
    {
        builder.HasIndex(j => j.KeyHash).IsUnique();
        builder.HasIndex(j => j.At);
        builder.HasOne<Invitation>().WithMany().HasForeignKey(j => j.InvitationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => i.KeyHash).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(i => i.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(i => i.UsedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SignInLinkMapping : IEntityTypeConfiguration<SignInLink>
{
    public void Configure(EntityTypeBuilder<SignInLink> builder)
    {
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.HasIndex(l => l.KeyHash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AddressChangeMapping : IEntityTypeConfiguration<AddressChange>
{
    public void Configure(EntityTypeBuilder<AddressChange> builder)
    {
        builder.HasKey(c => c.AccountId);
        builder.Property(c => c.AccountId).ValueGeneratedNever();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.Until);
        builder.HasIndex(c => c.KeyHash).IsUnique();
        builder.HasOne<Account>().WithOne().HasForeignKey<AddressChange>(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.HasIndex(t => t.KeyHash).IsUnique();
        builder.HasIndex(t => t.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(t => t.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CalendarKeyMapping : IEntityTypeConfiguration<CalendarKey>
{
    public void Configure(EntityTypeBuilder<CalendarKey> builder)
    {
        builder.HasKey(k => k.MemberId);
        builder.Property(k => k.MemberId).ValueGeneratedNever();
        builder.HasIndex(k => k.KeyHash).IsUnique();
        builder.HasOne<Member>().WithOne().HasForeignKey<CalendarKey>(k => k.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
