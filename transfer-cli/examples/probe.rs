//! probe
#![allow(clippy::all, clippy::pedantic, clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used, reason="x")]
use transfer_cli::scan::*;
fn main(){
 for f in std::env::args().skip(1){ let t=std::fs::read_to_string(&f).unwrap();
 let k=view::kind(&f,&t);
 let l=match lexicon::embedded(){Ok(l)=>l,Err(e)=>{println!("{e}");return}};
 let s=scan(l,&t,k);
 println!("{f} {:?} {:?}",s.published.map(|d|d.to_string()),s.doubtful);
 for c in s.claims{ println!("{}:{} {} {} {} {:?} [{}] {:?}\n      {}",c.line,c.column,c.mechanism,c.part.as_deref().unwrap_or("-"),c.polarity.name(),c.destination,c.section.as_deref().unwrap_or(""),c.regime,&t[c.span]);}
 }}
